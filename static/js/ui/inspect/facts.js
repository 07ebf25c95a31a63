// The state of a thing in words: rows of [label, value] for the inspector.

import {
  brokerState,
  coordinatedGroups,
  cutEnds,
  isActiveController,
  lag,
  marks,
  partition,
  replicaState,
  seatOf,
  shownTopics,
  waitingFor,
} from "../../model/readings.js";
import { sortedKeys } from "../../lib/order.js";
import { memberState, stateWord } from "../../view/actors/member.js";

const OFFSETS = ["position", "processed", "stored", "committed"];

export function factsOf(subject, view, words, now_us) {
  return (FACTS[subject.kind]?.(subject, view, words, now_us) ?? []).filter(([, value]) => value !== null && value !== undefined && value !== "");
}

function left(deadline_us, now_us, words) {
  return deadline_us ? words.duration(Math.max(0, Math.round((deadline_us - now_us) / 100_000) * 100_000)) : null;
}

function list(items, words) {
  return items && items.length > 0 ? items.join(", ") : words.label("table.none");
}

function brokerFacts({ id }, view, words, now_us) {
  const known = view.brokers?.[id];
  const state = brokerState(view, id);
  const leads = [];
  for (const topic of shownTopics(view)) for (const number of sortedKeys(view.topics?.[topic])) if (partition(view, topic, number).leader === Number(id)) leads.push(`${topic}-${number}`);
  return [
    [words.label("table.state"), state === "unknown" ? null : state === "down" ? words.label("broker.down_for", { time: words.duration(Math.max(0, now_us - known.since_at_us)) }) : words.label(`broker.${state}`)],
    [words.label("inspect.fenced"), known?.fenced ? words.label("broker.fenced") : null],
    [words.label("table.session"), state === "up" ? left(known?.session_deadline_at_us, now_us, words) : null],
    [words.label("inspect.registers_again"), known?.retry_at_us > now_us ? left(known.retry_at_us, now_us, words) : null],
    [words.label("inspect.leads"), list(leads, words)],
    [words.label("inspect.voter"), view.voters?.[`broker-${id}`] ? words.label(`voter.${known?.state === "down" ? "down" : view.voters[`broker-${id}`].role}`) : null],
    [words.label("inspect.coordinates"), list(coordinatedGroups(view, id), words)],
    [words.label("inspect.active"), isActiveController(view, `broker-${id}`) ? words.label("voter.leader") : null],
    [words.label("inspect.cut_from"), cutEnds(view, `broker-${id}`).join(", ")],
  ];
}

function logFacts({ topic, partition: number, broker }, view, words) {
  const part = partition(view, topic, number);
  const replica = part?.replicas?.[broker];
  if (!part) return [];
  const state = replicaState(view, part, broker);
  const owned = sortedKeys(view.groups).flatMap((group) => {
    const known = marks(view, group, topic, number);
    return [[words.label("inspect.reader", { group }), known.owner ?? words.label("table.none")], ...OFFSETS.map((word) => [`${group}: ${words.label(`table.${word}`)}`, known[word]]), [`${group}: ${words.label("table.lag")}`, lag(view, group, topic, number)]];
  });
  return [
    [words.label("table.role"), state.word === "leader" ? words.label("log.leader", { epoch: part.leader_epoch }) : words.label(`log.${state.word === "none" ? "out" : state.word}`, { n: state.behind })],
    [words.label("table.leader"), part.leader < 0 ? words.label("log.no_leader") : words.label("broker.name", { broker: part.leader })],
    [words.label("table.epoch"), part.leader_epoch],
    [words.label("table.in_sync"), list(part.isr, words)],
    [words.label("inspect.min_in_sync"), view.topic_configs?.[topic]?.min_insync_replicas],
    [words.label("table.log_start"), replica?.log_start_offset],
    [words.label("table.high_watermark"), replica?.high_watermark],
    [words.label("table.log_end"), replica?.log_end_offset],
    ...owned,
  ];
}

function producerFacts({ id }, view, words) {
  const known = view.producers?.[id];
  return [
    [words.label("table.acks"), known ? words.label(`acks.${known.acks}`) : null],
    [words.label("field.topic"), known?.topic],
    [words.label("table.keys"), list(known?.keys, words)],
    [words.label("table.waiting"), waitingFor(view, id)],
  ];
}

function memberFacts({ id }, view, words, now_us) {
  const known = view.members?.[id];
  const work = known?.working;
  return [
    [words.label("table.state"), stateWord(memberState(view, id), words)],
    [words.label("inspect.group"), known?.group],
    [words.label("table.assigned"), list((known?.state === "up" ? known.assigned ?? [] : []).map(([topic, number]) => `${topic}-${number}`), words)],
    [words.label("inspect.generation"), known?.generation],
    [words.label("table.session"), left(seatOf(view, id)?.session_deadline_at_us, now_us, words)],
    [words.label("inspect.work"), work ? words.label("member.working", { topic: work[0], partition: work[1], offset: work[2] }) : null],
    [words.label("inspect.auto_commit"), left(known?.auto_commit_at_us, now_us, words)],
  ];
}

function groupFacts({ id }, view, words) {
  const known = view.groups?.[id];
  if (!known) return [];
  const rows = (known.topics ?? []).flatMap((topic) => sortedKeys(view.topics?.[topic]).map((number) => {
    const value = lag(view, id, topic, number);
    const committed = known.committed?.[topic]?.[number];
    return [`${topic}-${number}`, `${words.label("legend.committed", { offset: committed ?? words.label("table.none") })}, ${value === null ? "" : words.label("group.lag", { n: value })}`];
  }));
  return [
    [words.label("table.state"), words.label("group.state", { state: words.label(`group.${known.state}`), generation: known.generation })],
    [words.label("inspect.coordinator"), known.coordinator < 0 ? words.label("group.no_coordinator") : words.label("broker.name", { broker: known.coordinator })],
    [words.label("inspect.assignor"), known.protocol],
    [words.label("group.leader"), known.leader],
    ...rows,
  ];
}

function voterFacts({ id }, view, words) {
  const known = view.voters?.[id];
  return [
    [words.label("table.role"), known ? words.label(`voter.${known.role}`) : null],
    [words.label("table.epoch"), known?.epoch],
  ];
}

const FACTS = { broker: brokerFacts, log: logFacts, producer: producerFacts, member: memberFacts, group: groupFacts, voter: voterFacts };
