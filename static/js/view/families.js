// How each family of scenes is drawn. A family gives: `layout(cast, focus, size, theme)`, a plan with
// width, height, metrics, columns, gutters and `streets` {id: box with tracks}; `castOf(cast, view)`,
// everybody who is to have a place; `itemsOf(plan, cast, view)`, what to draw; `actors`, by kind; `flightsOf(msg,
// row, plan, view, cast)`, the ways of a message; `spotsOf(event, plan, view)`, the boxes an event concerns;
// `doubts` where messages whose outcome nobody knows are shown; and, where it likes, `context(view, cast)`, what
// its actors share, and `prepare(plan)`: null when all its actors are here, else a promise. A plan may have
// `cards` {process: box}; a flight may bring its own look, `make(parent, flight, metrics)`, and words, `say(words)`.

import { ACTORS, itemsOf } from "./actors.js";
import { flightsOf } from "./flights.js";
import { layout } from "./layout.js";
import { castOf } from "./places.js";
import { spotsOf } from "./spots.js";

const kafka = { layout, castOf, itemsOf: (plan, cast, view) => present(drawn(plan, cast), plan, view), actors: { ...ACTORS }, doubts: true, flightsOf, spotsOf, prepare };

const TOWN = new Set(["pubsub", "mesh", "services"]);
let town = null;
let coming = null;

/** The family of a cast; `arriving` must have come before for one of brokers, programs and services. */
export function familyOf(cast) {
  return TOWN.has(cast?.family) ? town : kafka;
}

/** Null when a cast's family is here, else a promise: a room of Kafka needs no other family's modules. */
export function arriving(cast) {
  if (!TOWN.has(cast?.family) || town !== null) return null;
  coming ??= import("./town/family.js").then((module) => {
    town = module.town;
  });
  return coming;
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
