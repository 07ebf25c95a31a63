// How each family of scenes is drawn. A family gives: `layout(cast, focus, size, theme)`, a plan with
// width, height, metrics, columns, gutters and `streets` {id: box with tracks}; `castOf(cast, view)`,
// everybody who is to have a place; `itemsOf(plan, cast)`, what to draw; `actors`, by kind; `flightsOf(msg,
// row, plan, view)`, the ways of a message; `spotsOf(event, plan, view)`, the boxes an event concerns; `doubts` where messages whose
// outcome nobody knows are shown; and, where some of its actors are loaded only when wanted, `prepare(plan)`: null when all are here, else a promise.

import { ACTORS, itemsOf } from "./actors.js";
import { flightsOf } from "./flights.js";
import { layout } from "./layout.js";
import { castOf } from "./places.js";
import { spotsOf } from "./spots.js";

const kafka = { layout, castOf, itemsOf, actors: { ...ACTORS }, doubts: true, flightsOf, spotsOf, prepare };

const FAMILIES = { kafka };

export function familyOf(cast) {
  return FAMILIES[cast?.family] ?? kafka;
}

let crowd = null;

/** Most rooms never see a crowd, so its actors come when the first one is to be drawn. */
function prepare(plan) {
  if (!isCrowd(plan) || kafka.actors.bars) return null;
  crowd ??= import("./crowd/items.js").then((module) => {
    Object.assign(kafka.actors, module.CROWD);
    kafka.itemsOf = module.itemsOf;
  });
  return crowd;
}

function isCrowd(plan) {
  return plan.crowd || [...Object.values(plan.producers), ...Object.values(plan.groups)].some(({ compact }) => compact);
}
