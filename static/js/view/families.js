// How each family of scenes is drawn. A family gives: `layout(cast, focus, size, theme)`, a plan with
// width, height, metrics, columns, gutters and `streets` {id: box with tracks}; `castOf(cast, view)`,
// everybody who is to have a place; `itemsOf(plan, cast)`, what to draw; `actors`, by kind; `flightsOf(msg,
// row, plan, view, cast)`, the ways of a message; `spotsOf(event, plan, view)`, the boxes an event concerns;
// and, where it likes, `context(view, cast)`, what its actors share, and `prepare(plan)`: null when all its
// actors are here, else a promise. A plan may have `cards` {process: box}; a flight may bring its own look,
// `make(parent, flight, metrics)`, and words, `say(words)`.

import { ACTORS, itemsOf } from "./actors.js";
import { flightsOf } from "./flights.js";
import { layout } from "./layout.js";
import { castOf } from "./places.js";
import { spotsOf } from "./spots.js";

const kafka = { layout, castOf, itemsOf, actors: { ...ACTORS }, flightsOf, spotsOf, prepare };

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
