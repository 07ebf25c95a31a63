// How each family of scenes is drawn. A family gives: `layout(cast, focus, size, theme)`, a plan with
// width, height, metrics, columns, gutters and `streets` {id: box with tracks}; `castOf(cast, view)`,
// everybody who is to have a place; `itemsOf(plan, cast, view)`, what to draw; `actors`, by kind; `flightsOf(msg,
// row, plan, view)`, the ways of a message; `spotsOf(event, plan, view)`, the boxes an event concerns; `doubts`
// where messages whose outcome nobody knows are shown; and, where some of its actors are loaded only when wanted,
// `prepare(plan)`: null when all are here, else a promise.

import { ACTORS, itemsOf } from "./actors.js";
import { flightsOf } from "./flights.js";
import { layout } from "./layout.js";
import { castOf } from "./places.js";
import { spotsOf } from "./spots.js";

const kafka = { layout, castOf, itemsOf: (plan, cast, view) => present(drawn(plan, cast), plan, view), actors: { ...ACTORS }, doubts: true, flightsOf, spotsOf, prepare };

const FAMILIES = { kafka };

export function familyOf(cast) {
  return FAMILIES[cast?.family] ?? kafka;
}

let crowd = null;
let drawn = itemsOf;

/** Most rooms never see a crowd, so its actors come when the first one is to be drawn. */
function prepare(plan) {
  if (!isCrowd(plan) || kafka.actors.bars) return null;
  crowd ??= import("./crowd/items.js").then((module) => {
    Object.assign(kafka.actors, module.CROWD);
    drawn = module.itemsOf;
  });
  return crowd;
}

function isCrowd(plan) {
  return plan.crowd || [...Object.values(plan.producers), ...Object.values(plan.groups)].some(({ compact }) => compact);
}

/** Only what exists: the place of a partition that the script will add, or of one that is gone, stays empty. */
function present(items, plan, view) {
  const now = view.topic_configs;
  if (!now) return items;
  const empty = new Set(plan.rows.filter(({ topic, partition }) => !(partition < (now[topic]?.partitions ?? 0))).map(({ id }) => id));
  return empty.size === 0 ? items : items.filter((entry) => !empty.has(rowOfItem(entry)));
}

function rowOfItem({ kind, id, item }) {
  if (kind === "street" || kind === "band") return id;
  return item.row?.id ?? (item.partition === undefined ? null : `${item.topic}-${item.partition}`);
}
