// What the stage needs to draw a run of the families pubsub, mesh and services.

import "../../model/town/told.js";
import { eventsOf, withNewcomers } from "../../model/town/readings.js";
import { ACTORS, itemsOf } from "./actors.js";
import { flightsOf } from "./flights.js";
import { layout } from "./layout.js";
import { spotsOf } from "./spots.js";

export const town = {
  actors: ACTORS,
  itemsOf,
  layout,
  flightsOf,
  spotsOf,
  castOf: withNewcomers,
  context: (view, who) => ({ who, events: eventsOf(view), ...litOf(view) }),
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
