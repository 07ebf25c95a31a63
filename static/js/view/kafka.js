// What the stage needs to draw a run of the family kafka.

import { brokersOf, membersOf, topicsOf } from "../model/readings.js";
import { ACTORS, itemsOf } from "./actors.js";
import { layout } from "./layout.js";
import { makeStill } from "./still.js";
import { makeTokens } from "./tokens.js";

export const kafka = { actors: ACTORS, itemsOf, layout, cast: currentCast, digits: offsetDigits, context, movers: (layers) => ({ flying: makeTokens(layers), still: makeStill(layers) }) };

/** Who has a place: those of the cast and those that came since. */
function currentCast({ cast, view }) {
  const groups = cast.groups.map((group) => ({ ...group, members: membersOf(view, group.id, group.members) }));
  return { ...cast, controllers: cast.controllers ?? [], voters: view.cluster?.voters, groups, brokers: brokersOf(view, cast.brokers), topics: topicsOf(view, cast.topics) };
}

function context(_state, cast, focus) {
  return { focusGroup: focus?.group ?? cast.groups[0]?.id ?? null };
}

/** Slots are made wide enough for the numbers to come: at least two digits. */
function offsetDigits(view) {
  let most = 99;
  for (const [topic, parts] of Object.entries(view.topics ?? {})) {
    if (view.topic_configs?.[topic]?.internal) continue;
    for (const part of Object.values(parts)) for (const replica of Object.values(part.replicas ?? {})) most = Math.max(most, replica.log_end_offset ?? 0);
  }
  return String(most).length;
}
