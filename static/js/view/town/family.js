// What the stage needs to draw a run of the families pubsub, mesh and services.

import { eventsOf, withNewcomers } from "../../model/town/readings.js";
import { ACTORS, itemsOf } from "./actors.js";
import { layout } from "./layout.js";
import { makeStill } from "./still.js";
import { makeTokens } from "./tokens.js";

export const town = {
  actors: ACTORS,
  itemsOf,
  layout,
  cast: ({ cast, view }) => withNewcomers(cast, view),
  digits: () => 2,
  context: ({ view }, who) => ({ who, events: eventsOf(view), ...litOf(view), focusGroup: null }),
  movers: (layers) => ({ flying: makeTokens(layers), still: makeStill(layers) }),
};

/** Places and brokers that had asked for the newest published event: they stand out until the next one. */
function litOf(view) {
  const newest = (view.published ?? []).at(-1)?.[0];
  const lit = new Set();
  const litHubs = new Set();
  for (const [hub, known] of Object.entries(view.hubs ?? {})) {
    for (const [event, places, onward] of known.matched ?? []) {
      if (event !== newest) continue;
      for (const row of places) lit.add(row[0]);
      if (places.length > 0 || onward.length > 0) litHubs.add(hub);
    }
  }
  return { lit, litHubs };
}
