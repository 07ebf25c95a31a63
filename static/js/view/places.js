// Who has a place on the stage: those of the scene and those who came later. Nobody loses a place
// before the next reset, so that nothing jumps when something goes.

import { brokersOf, membersOf, topicsOf } from "../model/readings.js";

/** The cast of a moment, from the scene's own cast and the view. */
export function castOf(cast, view) {
  const groups = cast.groups.map((group) => ({ ...group, planned: group.members.length, members: membersOf(view, group.id, group.members) }));
  return { ...cast, controllers: cast.controllers ?? [], voters: view.cluster?.voters, groups, brokers: brokersOf(view, cast.brokers), topics: topicsOf(view, cast.topics) };
}

/** Remembers places: `kept(cast)` adds whoever was there before; `reset()` forgets all. */
export function makePlaces() {
  let before = null;

  function kept(cast) {
    before = before === null ? cast : merged(before, cast);
    return before;
  }

  return { kept, reset: () => (before = null) };
}

function merged(before, now) {
  const out = { ...now };
  for (const [name, value] of Object.entries(now)) if (Array.isArray(value) && name !== "voters") out[name] = united(before[name] ?? [], value);
  return out;
}

/** Both lists by id; of what is in both, the newer, with all members and partitions it ever had. */
function united(before, now) {
  const idOf = (item) => (typeof item === "object" ? item.id : item);
  const known = new Map(before.map((item) => [idOf(item), item]));
  for (const item of now) known.set(idOf(item), typeof item === "object" ? grown(known.get(item.id), item) : item);
  return [...known.values()];
}

function grown(old, item) {
  if (!old) return item;
  const out = { ...old, ...item };
  if (item.members) out.members = [...new Set([...old.members, ...item.members])];
  if (item.partitions) out.partitions = Math.max(old.partitions, item.partitions);
  return out;
}
