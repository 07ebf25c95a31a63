// What each table of the text twin shows: {title, columns(view, words), rows(view, words)}; a row is
// {id, key, cells}, its `id` the thing on the stage that it is about. One entry a table.

import { sortedKeys } from "../../lib/order.js";
import { brokerState, coordinatedGroups, isActiveController, lag, marks, membersOf, owns, partition, replicaState, shownTopics, waitingFor } from "../../model/readings.js";
import { memberState, stateWord } from "../../view/actors/member.js";
import { TOWN_TABLES } from "./town.js";

const OFFSETS = 10;

const eachPartition = (view, use) => shownTopics(view).flatMap((topic) => sortedKeys(view.topics?.[topic]).flatMap((number) => use(topic, number, partition(view, topic, number))));
const labels = (...keys) => (_view, words) => keys.map((key) => words.label(`table.${key}`));
const leaderOf = (part) => part?.replicas?.[String(part.leader)];

function roleOf(state, part, words) {
  return state.word === "leader" ? words.label("log.leader", { epoch: part.leader_epoch }) : words.label(state.word === "out" && state.behind > 0 ? "log.behind" : `log.${state.word}`, { n: state.behind });
}

/** The newest offsets that any leader holds, the same columns for all partitions. */
function offsetColumns(view) {
  const ends = eachPartition(view, (_topic, _number, part) => [leaderOf(part)?.log_end_offset ?? 0]);
  const end = Math.max(0, ...ends);
  return Array.from({ length: Math.min(OFFSETS, end) }, (_none, i) => end - Math.min(OFFSETS, end) + i);
}

function offsetCells(replica, columns, words) {
  const byOffset = new Map((replica?.records ?? []).map((row) => [row[0], row]));
  return columns.map((offset) => {
    const row = byOffset.get(offset);
    if (!row) return null;
    const key = row[3] ?? words.label("field.no_key");
    return offset >= replica.high_watermark ? `${key} (${words.label("table.above")})` : key;
  });
}

function memberCell(view, id, topic, number, words) {
  if (!owns(view.members?.[id], topic, number)) return null;
  const known = view.members[id].partitions?.[topic]?.[String(number)];
  return words.label("table.owns", { position: known?.position ?? words.label("table.none") });
}

export const TABLES = [
  ...TOWN_TABLES,
  {
    title: "heading.brokers",
    columns: labels("broker", "state", "role", "leads"),
    rows: (view, words) => sortedKeys(view.brokers).map((id) => ({ id: `broker:${id}`, cells: [
      id,
      brokerState(view, id) === "unknown" ? "" : words.label(`broker.${brokerState(view, id)}`),
      [isActiveController(view, `broker-${id}`) ? words.label("voter.leader") : "", coordinatedGroups(view, id).length ? words.label("broker.coordinator") : ""].filter(Boolean).join(", "),
      eachPartition(view, (topic, number, part) => (part.leader === Number(id) ? [`${topic}-${number}`] : [])).join(", "),
    ] })),
  },
  {
    title: "heading.offsets",
    columns: (view, words) => [words.label("table.partition"), ...offsetColumns(view).map(String)],
    rows: (view, words) => eachPartition(view, (topic, number, part) => [{ id: `log:${topic}:${number}:${part.leader}`, key: `${topic}-${number}`, cells: [`${topic}-${number}`, ...offsetCells(leaderOf(part), offsetColumns(view), words)] }]),
  },
  {
    title: "heading.partitions",
    columns: labels("partition", "broker", "role", "log_start", "high_watermark", "log_end"),
    rows: (view, words) => eachPartition(view, (topic, number, part) => (part.replica_ids ?? []).map((broker) => {
      const replica = part.replicas?.[String(broker)] ?? {};
      return { id: `log:${topic}:${number}:${broker}`, cells: [`${topic}-${number}`, broker, roleOf(replicaState(view, part, broker), part, words), replica.log_start_offset, replica.high_watermark, replica.log_end_offset] };
    })),
  },
  {
    title: "heading.groups",
    columns: labels("partition", "group", "consumer", "position", "processed", "stored", "committed", "lag"),
    rows: (view) => sortedKeys(view.groups).flatMap((group) => eachPartition(view, (topic, number) => {
      if (!(view.groups[group].topics ?? []).includes(topic)) return [];
      const known = marks(view, group, topic, number);
      return [{ id: `group:${group}`, key: `${group}|${topic}-${number}`, cells: [`${topic}-${number}`, group, known.owner, known.position, known.processed, known.stored, known.committed, lag(view, group, topic, number)] }];
    })),
  },
  {
    title: "heading.consumers",
    columns: (view, words) => [words.label("table.consumer"), words.label("table.state"), ...eachPartition(view, (topic, number) => [`${topic}-${number}`])],
    rows: (view, words) => sortedKeys(view.groups).flatMap((group) => membersOf(view, group).map((id) => ({ id: `member:${id}`, cells: [
      id,
      stateWord(memberState(view, id), words),
      ...eachPartition(view, (topic, number) => [memberCell(view, id, topic, number, words)]),
    ] }))),
  },
  {
    title: "heading.producers",
    columns: labels("producer", "acks", "keys", "waiting"),
    rows: (view) => sortedKeys(view.producers).map((id) => ({ id: `producer:${id}`, cells: [id, view.producers[id].acks, (view.producers[id].keys ?? []).join(", "), waitingFor(view, id)] })),
  },
  {
    title: "heading.messages",
    columns: labels("message", "source", "target"),
    rows: (view, words) => sortedKeys(view.messages).map((id) => ({ id: `message:${id}`, cells: [words.kind(view.messages[id][0]), view.messages[id][1], view.messages[id][2]] })),
  },
];
