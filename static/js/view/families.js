// How each family of scenes is drawn. A family gives: `layout(cast, focus, size, theme)`, a plan with
// width, height, metrics, columns, gutters and `streets` {id: box with tracks}; `castOf(cast, view)`,
// everybody who is to have a place; `itemsOf(plan, cast)`, what to draw; `actors`, by kind; `flightsOf(msg,
// row, plan, view, cast)`, the ways of a message; `spotsOf(event, plan, view)`, the boxes an event concerns;
// and if it likes `context(view, cast)`, what its actors share. A plan may have `cards` {process: box}; a
// flight may bring its own look, `make(parent, flight, metrics)`, and words, `say(words)`.

import { ACTORS } from "./actors.js";
import { CROWD, itemsOf } from "./crowd/items.js";
import { flightsOf } from "./flights.js";
import { layout } from "./layout.js";
import { castOf } from "./places.js";
import { spotsOf } from "./spots.js";
import { town } from "./town/family.js";

const kafka = { layout, castOf, itemsOf, actors: { ...ACTORS, ...CROWD }, flightsOf, spotsOf };

const FAMILIES = { kafka, pubsub: town, mesh: town, services: town };

export function familyOf(cast) {
  return FAMILIES[cast?.family] ?? kafka;
}
