// How each family of scenes is drawn. A family gives: `layout(cast, focus, size, theme)`, a plan with
// width, height, metrics, columns, gutters and `streets` {id: box with tracks}; `castOf(cast, view)`,
// everybody who is to have a place; `itemsOf(plan, cast)`, what to draw; `actors`, by kind; `flightsOf(msg,
// row, plan, view)`, the ways of a message; `spotsOf(event, plan, view)`, the boxes an event concerns.

import { ACTORS } from "./actors.js";
import { CROWD, itemsOf } from "./crowd/items.js";
import { flightsOf } from "./flights.js";
import { layout } from "./layout.js";
import { castOf } from "./places.js";
import { spotsOf } from "./spots.js";

const kafka = { layout, castOf, itemsOf, actors: { ...ACTORS, ...CROWD }, flightsOf, spotsOf };

const FAMILIES = { kafka };

export function familyOf(cast) {
  return FAMILIES[cast?.family] ?? kafka;
}
