// What the view means in Kafka's words: who leads, who is in sync, how far behind, what is waited for.

import { byId, sortedKeys } from "../lib/order.js";

/** Topics that are drawn: all but Kafka's own. */
export function shownTopics(view) {
  const configs = view.topic_configs ?? {};
  return sortedKeys(configs).filter((topic) => !configs[topic].internal);
}

export function partition(view, topic, number) {
  return view.topics?.[topic]?.[String(number)] ?? null;
}

/** First offset of the window that all replicas of a partition share: it moves some slots at a time, never at each record. */
export function windowStart(part, slots) {
  const ends = Object.values(part?.replicas ?? {}).map((replica) => replica.log_end_offset ?? 0);
  const end = Math.max(0, ...ends);
  if (end < slots) return 0;
  const step = Math.max(1, Math.floor(slots / 3));
  return Math.ceil((end - slots + 1) / step) * step;
}

/** {word: leader | in_sync | eligible | out | down | empty | none, behind} of one replica, as the controller sees it. */
export function replicaState(view, part, broker) {
  const id = Number(broker);
  if (!part || !(part.replica_ids ?? []).includes(id)) return { word: "none", behind: 0 };
  const replica = part.replicas?.[String(id)];
  const leader = part.replicas?.[String(part.leader)];
  if (!replica && view.brokers?.[String(id)] && !isDown(view, id)) return { word: "empty", behind: 0 };
  const behind = leader && replica ? Math.max(0, leader.log_end_offset - replica.log_end_offset) : 0;
  if (isDown(view, id)) return { word: "down", behind };
  if (part.leader === id) return { word: "leader", behind: 0 };
  if ((part.isr ?? []).includes(id)) return { word: "in_sync", behind };
  return { word: (part.elr ?? []).includes(id) ? "eligible" : "out", behind };
}

export function isDown(view, broker) {
  const state = view.brokers?.[String(broker)]?.state;
  return state === "down" || state === "stopped";
}

/** The state word of a broker, the strongest first. */
export function brokerState(view, broker) {
  const known = view.brokers?.[String(broker)];
  if (!known) return "unknown";
  if (known.state !== "up") return known.state;
  if (isPaused(view, `broker-${broker}`)) return "paused";
  return known.fenced ? "fenced" : "up";
}

export function isPaused(view, process) {
  return view.paused !== undefined && process in view.paused && view.paused[process] !== null;
}

export function slowness_us(view, process) {
  return view.slow?.[process] ?? 0;
}

/** Ends that `process` cannot reach, or that cannot reach it. */
export function cutEnds(view, process) {
  const links = view.links ?? {};
  const away = Object.keys(links[process] ?? {});
  const toward = Object.keys(links).filter((source) => process in links[source]);
  return [...new Set([...away, ...toward])].sort(byId);
}

export function coordinatedGroups(view, broker) {
  return sortedKeys(view.groups).filter((group) => view.groups[group].coordinator === Number(broker));
}

export function isActiveController(view, node) {
  return view.cluster?.active_controller === node;
}

/** Brokers: those of the cast and those that came later. */
export function brokersOf(view, known = []) {
  return [...new Set([...known, ...Object.keys(view.brokers ?? {}).map(Number)])].sort(byId);
}

/** Topics with their partitions: those of the cast, with what was created, grown or deleted since; never Kafka's own. */
export function topicsOf(view, known = []) {
  const now = view.topic_configs;
  if (!now) return known;
  const kept = known.filter(({ id }) => id in now).map((topic) => ({ ...topic, partitions: Math.max(topic.partitions, now[topic.id].partitions) }));
  const later = Object.keys(now).filter((id) => !now[id].internal && !known.some((topic) => topic.id === id));
  return [...kept, ...later.map((id) => ({ id, partitions: now[id].partitions }))];
}

/** Members of a group: those of the cast and those that came later. */
export function membersOf(view, group, known = []) {
  const later = Object.keys(view.members ?? {}).filter((id) => view.members[id].group === group);
  return [...new Set([...known, ...later])].sort(byId);
}

export function memberOwning(view, group, topic, number) {
  return membersOf(view, group).find((id) => owns(view.members[id], topic, number)) ?? null;
}

export function owns(member, topic, number) {
  return member?.state === "up" && (member.assigned ?? []).some(([t, p]) => t === topic && p === Number(number));
}

/** The four marks of a group on a partition, all of them next offsets; null for what is not known. */
export function marks(view, group, topic, number) {
  const owner = memberOwning(view, group, topic, number);
  const own = owner ? view.members[owner].partitions?.[topic]?.[String(number)] : null;
  return {
    owner,
    position: own?.position ?? null,
    processed: own?.processed ?? null,
    stored: own?.stored ?? null,
    committed: view.groups?.[group]?.committed?.[topic]?.[String(number)] ?? null,
  };
}

/** How far a group may read a partition: to the last stable offset where a member reads committed data only. */
export function readBound(view, group, topic, number) {
  const part = partition(view, topic, number);
  const high = part?.replicas?.[String(part.leader)]?.high_watermark;
  if (high === undefined) return null;
  const careful = membersOf(view, group).some((id) => view.members[id].isolation === "read_committed");
  return careful ? Math.min(high, part.last_stable_offset ?? high) : high;
}

/** Where a group goes on: its committed offset, a share group's start offset; null where neither is known. */
export function groupOffset(view, group, topic, number) {
  return view.shares?.[group]?.[topic]?.[String(number)]?.start_offset ?? view.groups?.[group]?.committed?.[topic]?.[String(number)] ?? null;
}

/** Records between the committed offset and what the group may read; null while either is unknown. */
export function lag(view, group, topic, number) {
  const bound = readBound(view, group, topic, number);
  if (bound === null) return null;
  const part = partition(view, topic, number);
  return Math.max(0, bound - (groupOffset(view, group, topic, number) ?? part.replicas[String(part.leader)].log_start_offset ?? 0));
}

/** How long ago the first record that a group has not committed past was created; null if none waits or it is not shown. */
export function lagTime_us(view, group, topic, number, now_us) {
  const part = partition(view, topic, number);
  const from = groupOffset(view, group, topic, number);
  const bound = readBound(view, group, topic, number);
  if (from === null || bound === null || from >= bound) return null;
  const row = (part.replicas[String(part.leader)].records ?? []).find(([offset]) => offset >= from);
  return row ? Math.max(0, now_us - row[5]) : null;
}

export function memberLag(view, id) {
  const member = view.members?.[id];
  const lags = (member?.assigned ?? []).map(([topic, number]) => lag(view, member.group, topic, number));
  return lags.length === 0 || lags.includes(null) ? null : lags.reduce((sum, value) => sum + value, 0);
}

/** Groups that read a topic, by their subscription. */
export function groupsReading(view, topic) {
  return sortedKeys(view.groups).filter((group) => (view.groups[group].topics ?? []).includes(topic));
}

/** All members that own a partition: one of a consumer group, any number of a share group. */
export function ownersOf(view, group, topic, number) {
  return membersOf(view, group).filter((id) => owns(view.members[id], topic, number));
}

/** The coordinator's row of a member, by the member's own id. */
export function seatOf(view, id) {
  const group = view.groups?.[view.members?.[id]?.group];
  return Object.values(group?.members ?? {}).find((seat) => seat.member === id) ?? null;
}

export function waitingFor(view, producer) {
  return Object.keys(view.producers?.[producer]?.records ?? {}).length;
}

/** The coordinator's row of the transactional.id that a producer uses now. */
export function transactionOf(view, producer) {
  return Object.values(view.transactions ?? {}).find((row) => row.producer === producer) ?? null;
}

/**
 * Dropped messages whose records' producer still waits: {msg, kind, source, target, share, summary}, the newest
 * last; `share` is how far each came. Nobody knows yet whether their records were written.
 */
export function inDoubt(view) {
  const out = [];
  for (const kind of ["produce", "produce_reply"]) {
    for (const [msg, source, target, sent, arrives, at, summary] of view.dropped?.[kind] ?? []) {
      const producer = kind === "produce" ? source : target;
      const pending = view.producers?.[producer]?.records ?? {};
      const records = (summary.parts ?? []).flatMap((part) => part[2]);
      if (!records.some((record) => String(record[0]) in pending)) continue;
      out.push({ msg, kind, source, target, summary, share: arrives > sent ? Math.min(1, Math.max(0, (at - sent) / (arrives - sent))) : 1 });
    }
  }
  return out;
}
