// What part of a large stage is shown: one topic, partition, broker or group, with everything it
// needs beside it. Chosen once, from the moment of the choice, so that nothing moves afterwards.

import { sortedKeys } from "../lib/order.js";
import { partition } from "../model/readings.js";

export const EVERYTHING = { rows: undefined, brokers: undefined, group: undefined, subject: null };

/**
 * The focus for "topic:orders", "partition:orders:3", "broker:7" or "group:billing": rows and brokers
 * to show, and the group whose offsets are drawn. Null for what is not on this stage.
 */
export function focusOn(subject, cast, view) {
  const [kind, id, number] = (subject ?? "").split(":");
  const make = KINDS[kind];
  const found = make ? make(id, cast, view, number) : null;
  return found && (found.rows.length > 0 || found.group) ? { group: undefined, ...found, subject } : null;
}

const KINDS = {
  topic: (id, cast, view) => withHolders(rowsOf(cast).filter(([topic]) => topic === id), cast, view),
  partition: (id, cast, view, number) => withHolders(rowsOf(cast).filter(([topic, partition_]) => topic === id && partition_ === Number(number)), cast, view),
  broker(id, cast, view) {
    if (!cast.brokers.map(String).includes(id)) return null;
    const found = withHolders(rowsOf(cast).filter(([topic, number]) => holders(view, topic, number).includes(id)), cast, view);
    return { ...found, brokers: [...new Set([...(found.brokers ?? []), id])] };
  },
  group(id, cast, view) {
    const group = cast.groups.find((item) => item.id === id);
    if (!group) return null;
    return { ...withHolders(rowsOf(cast).filter(([topic]) => group.topics.includes(topic)), cast, view), group: id };
  },
};

function rowsOf(cast) {
  return cast.topics.flatMap((topic) => Array.from({ length: topic.partitions }, (_none, number) => [topic.id, number]));
}

function holders(view, topic, number) {
  return (partition(view, topic, number)?.replica_ids ?? []).map(String);
}

/** Rows with the brokers that hold replicas of them; all brokers where nothing is known yet. */
function withHolders(rows, cast, view) {
  const wanted = new Set(rows.flatMap(([topic, number]) => holders(view, topic, number)));
  const brokers = cast.brokers.map(String).filter((id) => wanted.has(id));
  return { rows, brokers: brokers.length > 0 ? brokers : undefined };
}

/** What can be zoomed to, in the order in which people look for it. */
export function choices(cast) {
  return {
    topics: cast.topics.map(({ id }) => id),
    brokers: [...cast.brokers].map(String),
    groups: cast.groups.map(({ id }) => id),
  };
}

/** {at(topic, partition, broker) → state word}: the dots of the overview map. */
export function replicaDots(cast, view, stateOf) {
  const rows = rowsOf(cast);
  return rows.flatMap(([topic, number], y) => {
    const part = partition(view, topic, number);
    return sortedKeys(part?.replicas).map((id) => ({ key: `${topic}:${number}:${id}`, topic, number, broker: id, x: cast.brokers.map(String).indexOf(id), y, word: stateOf(view, part, id).word })).filter(({ x }) => x >= 0);
  });
}
