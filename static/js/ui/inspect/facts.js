// The state of a thing in words: rows {label, value, term, path} for the inspector. `term` opens a card
// of the glossary, `path` leads to the value in the view, so that it can be asked why it is so.

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
  slowness_us,
  waitingFor,
} from "../../model/readings.js";
import { sortedKeys } from "../../lib/order.js";
import { memberState, stateWord } from "../../view/actors/member.js";
import { recordRow } from "./subject.js";
import { OTHERS } from "./others.js";

const OFFSETS = { position: "position", processed: "processed", stored: "stored offset", committed: "committed offset" };
const BROKER_TERMS = { down: "down", stopped: "controlled shutdown", stopping: "controlled shutdown", fenced: "fenced", paused: "paused process" };
const REPLICA_TERMS = { leader: "leader", in_sync: "in-sync replicas", eligible: "eligible leader replicas", out: "out of sync", down: "down" };
const MEMBER_TERMS = { idle: "idle consumer", paused: "paused process", down: "down", joining: "rebalance" };

export function factsOf(subject, view, words, now_us) {
  return ((OTHERS.facts[subject.kind] ?? FACTS[subject.kind])?.(subject, view, words, now_us) ?? []).filter(({ value }) => value !== null && value !== undefined && value !== "");
}

const row = (label, value, more = {}) => ({ label, value, ...more });

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
  const slow = slowness_us(view, `broker-${id}`);
  const at = ["brokers", id];
  return [
    row(words.label("table.state"), state === "unknown" ? null : state === "down" ? words.label("broker.down_for", { time: words.duration(Math.max(0, now_us - known.since_at_us)) }) : words.label(`broker.${state}`), { term: BROKER_TERMS[state], path: [...at, "state"] }),
    row(words.label("inspect.fenced"), known?.fenced ? words.label("broker.fenced") : null, { term: "fenced", path: [...at, "fenced"] }),
    row(words.label("table.session"), state === "up" ? left(known?.session_deadline_at_us, now_us, words) : null, { term: "broker session", path: [...at, "session_deadline_at_us"] }),
    row(words.label("inspect.registers_again"), known?.retry_at_us > now_us ? left(known.retry_at_us, now_us, words) : null, { term: "broker epoch" }),
    row(words.label("inspect.leads"), list(leads, words), { term: "leader" }),
    row(words.label("inspect.voter"), view.voters?.[`broker-${id}`] ? words.label(`voter.${known?.state === "down" ? "down" : view.voters[`broker-${id}`].role}`) : null, { term: "voter", path: ["voters", `broker-${id}`, "role"] }),
    row(words.label("inspect.coordinates"), list(coordinatedGroups(view, id), words), { term: "group coordinator" }),
    row(words.label("inspect.active"), isActiveController(view, `broker-${id}`) ? words.label("voter.leader") : null, { term: "active controller", path: ["cluster", "active_controller"] }),
    row(words.label("inspect.cut_from"), cutEnds(view, `broker-${id}`).join(", "), { term: "cut connection" }),
    row(words.label("inspect.slow"), slow > 0 ? words.duration(slow) : null, { term: "slow connection", path: ["slow", `broker-${id}`] }),
  ];
}

function logFacts({ topic, partition: number, broker }, view, words) {
  const part = partition(view, topic, number);
  const replica = part?.replicas?.[broker];
  if (!part) return [];
  const state = replicaState(view, part, broker);
  const at = ["topics", topic, String(number)];
  const own = [...at, "replicas", String(broker)];
  const read = sortedKeys(view.groups).flatMap((group) => readFacts(group, topic, number, view, words));
  return [
    row(words.label("table.role"), state.word === "leader" ? words.label("log.leader", { epoch: part.leader_epoch }) : words.label(`log.${state.word === "none" ? "out" : state.word}`, { n: state.behind }), { term: REPLICA_TERMS[state.word], path: [...at, state.word === "leader" ? "leader" : "isr"] }),
    row(words.label("table.leader"), part.leader < 0 ? words.label("log.no_leader") : words.label("broker.name", { broker: part.leader }), { term: part.leader < 0 ? "offline partition" : "leader", path: [...at, "leader"] }),
    row(words.label("table.epoch"), part.leader_epoch, { term: "leader epoch", path: [...at, "leader_epoch"] }),
    row(words.label("table.in_sync"), list(part.isr, words), { term: "in-sync replicas", path: [...at, "isr"] }),
    row(words.label("table.eligible"), part.elr?.length ? list(part.elr, words) : null, { term: "eligible leader replicas", path: [...at, "elr"] }),
    row(words.label("inspect.min_in_sync"), view.topic_configs?.[topic]?.min_insync_replicas, { term: "min.insync.replicas", path: ["topic_configs", topic, "min_insync_replicas"] }),
    row(words.label("table.log_start"), replica?.log_start_offset, { term: "log start offset", path: [...own, "log_start_offset"] }),
    row(words.label("table.high_watermark"), replica?.high_watermark, { term: "high watermark", path: [...own, "high_watermark"] }),
    row(words.label("table.last_stable"), part.last_stable_offset, { term: "last stable offset", path: [...at, "last_stable_offset"] }),
    row(words.label("table.log_end"), replica?.log_end_offset, { term: "log end offset", path: [...own, "log_end_offset"] }),
    ...read,
  ];
}

function readFacts(group, topic, number, view, words) {
  const known = marks(view, group, topic, number);
  if (!(view.groups[group].topics ?? []).includes(topic)) return [];
  return [
    row(words.label("inspect.reader", { group }), known.owner ?? words.label("table.none"), { term: "consumer" }),
    ...Object.entries(OFFSETS).map(([mark, term]) => row(`${group}: ${words.label(`table.${mark}`)}`, known[mark], { term, path: markPath(mark, group, known.owner, topic, number) })),
    row(`${group}: ${words.label("table.lag")}`, lag(view, group, topic, number), { term: "lag", path: markPath("committed", group, known.owner, topic, number) }),
  ];
}

export function markPath(mark, group, owner, topic, number) {
  return mark === "committed" ? ["groups", group, "committed", topic, String(number)] : ["members", String(owner), "partitions", topic, String(number), mark];
}

function recordFacts(subject, view, words) {
  const found = recordRow(view, subject);
  const part = partition(view, subject.topic, subject.partition);
  if (!found) return [row(words.label("table.state"), words.label("inspect.gone"))];
  const [offset, epoch, , key, value] = found;
  const own = part.replicas[subject.broker];
  const safe = offset < own.high_watermark;
  const copies = sortedKeys(part.replicas).filter((id) => part.replicas[id].log_end_offset > offset);
  return [
    row(words.label("table.state"), words.label(safe ? "inspect.committed_record" : "inspect.above_high_watermark"), { term: safe ? "committed record" : "high watermark", path: ["topics", subject.topic, String(subject.partition), "replicas", subject.broker, "high_watermark"] }),
    row(words.label("field.key"), key ?? words.label("field.no_key"), { term: "key" }),
    row(words.label("field.value"), value, { term: value === null ? "tombstone" : "value" }),
    row(words.label("table.offset"), offset, { term: "offset" }),
    row(words.label("table.epoch"), epoch, { term: "leader epoch" }),
    row(words.label("inspect.copies"), copies.join(", "), { term: "replica" }),
    ...sortedKeys(view.groups).map((group) => {
      const committed = view.groups[group].committed?.[subject.topic]?.[String(subject.partition)];
      return row(group, committed === undefined ? null : words.label(committed > offset ? "inspect.passed" : "inspect.not_passed"), { term: "committed offset", path: markPath("committed", group, null, subject.topic, subject.partition) });
    }),
  ];
}

function producerFacts({ id }, view, words) {
  const known = view.producers?.[id];
  const at = ["producers", id];
  return [
    row(words.label("table.state"), known && words.has(`member.${known.state}`) ? words.label(`member.${known.state}`) : null, { path: [...at, "state"] }),
    row(words.label("table.acks"), known ? words.label(`acks.${known.acks}`) : null, { term: "acks", path: [...at, "acks"] }),
    row(words.label("inspect.idempotent"), known?.idempotent === undefined ? null : String(Boolean(known.idempotent)), { term: "idempotence", path: [...at, "idempotent"] }),
    row(words.label("field.topic"), known?.topic, { term: "topic" }),
    row(words.label("table.keys"), list(known?.keys, words), { term: "key" }),
    row(words.label("table.waiting"), waitingFor(view, id), { term: "in doubt", path: [...at, "records", "*"] }),
  ];
}

function memberFacts({ id }, view, words, now_us) {
  const known = view.members?.[id];
  const work = known?.working;
  const state = memberState(view, id);
  const at = ["members", id];
  return [
    row(words.label("table.state"), stateWord(state, words), { term: MEMBER_TERMS[state] ?? "member", path: [...at, "state"] }),
    row(words.label("inspect.group"), known?.group, { term: "consumer group" }),
    row(words.label("table.assigned"), list((known?.state === "up" ? known.assigned ?? [] : []).map(([topic, number]) => `${topic}-${number}`), words), { term: "assignor", path: [...at, "assigned"] }),
    row(words.label("inspect.generation"), known?.generation, { term: "generation", path: [...at, "generation"] }),
    row(words.label("table.session"), left(seatOf(view, id)?.session_deadline_at_us, now_us, words), { term: "session timeout" }),
    row(words.label("inspect.work"), work ? words.label("member.working", { topic: work[0], partition: work[1], offset: work[2] }) : null, { term: "processed", path: [...at, "working"] }),
    row(words.label("inspect.auto_commit"), left(known?.auto_commit_at_us, now_us, words), { term: "auto commit", path: [...at, "auto_commit_at_us"] }),
  ];
}

function groupFacts({ id }, view, words) {
  const known = view.groups?.[id];
  if (!known) return [];
  const at = ["groups", id];
  const rows = (known.topics ?? []).flatMap((topic) => sortedKeys(view.topics?.[topic]).map((number) => {
    const value = lag(view, id, topic, number);
    const committed = known.committed?.[topic]?.[number];
    return row(`${topic}-${number}`, `${words.label("legend.committed", { offset: committed ?? words.label("table.none") })}, ${value === null ? "" : words.label("group.lag", { n: value })}`, { term: "committed offset", path: [...at, "committed", topic, number] });
  }));
  return [
    row(words.label("table.state"), words.label("group.state", { state: words.label(`group.${known.state}`), generation: known.generation }), { term: known.state, path: [...at, "state"] }),
    row(words.label("inspect.coordinator"), known.coordinator < 0 ? words.label("group.no_coordinator") : words.label("broker.name", { broker: known.coordinator }), { term: "group coordinator", path: [...at, "coordinator"] }),
    row(words.label("inspect.assignor"), known.protocol, { term: "assignor", path: [...at, "protocol"] }),
    row(words.label("group.leader"), known.leader, { term: "group leader", path: [...at, "leader"] }),
    ...rows,
  ];
}

function voterFacts({ id }, view, words) {
  const known = view.voters?.[id];
  return [
    row(words.label("table.role"), known && words.has(`voter.${known.role}`) ? words.label(`voter.${known.role}`) : null, { term: "voter", path: ["voters", id, "role"] }),
    row(words.label("inspect.quorum_epoch"), known?.epoch, { term: "quorum", path: ["voters", id, "epoch"] }),
  ];
}

function messageFacts({ id }, view, words, now_us) {
  const found = view.messages?.[id];
  if (!found) return [row(words.label("table.state"), words.label("inspect.arrived"))];
  const [kind, source, target, , sent_at_us, arrives_at_us, summary] = found;
  const records = (summary?.parts ?? []).reduce((sum, part) => sum + (part[2] ?? []).length, 0);
  return [
    row(words.label("inspect.kind"), words.kind(kind)),
    row(words.label("inspect.from"), source),
    row(words.label("inspect.to"), target),
    row(words.label("inspect.sent"), words.label("inspect.ago", { time: words.duration(Math.max(0, now_us - sent_at_us)) })),
    row(words.label("inspect.arrives"), left(arrives_at_us, now_us, words)),
    row(words.label("heading.records"), records || null, { term: "record" }),
    row(words.label("inspect.error"), summary?.error ? words.error(summary.error).text : null),
  ];
}

function markFacts({ mark, group, topic, partition: number }, view, words) {
  const known = marks(view, group, topic, number);
  return [
    row(words.label(`table.${mark}`), known[mark], { term: OFFSETS[mark], path: markPath(mark, group, known.owner, topic, number) }),
    row(words.label("inspect.reader", { group }), known.owner ?? words.label("table.none"), { term: "consumer" }),
    row(words.label("table.high_watermark"), highWatermark(view, topic, number), { term: "high watermark" }),
    row(words.label("table.lag"), lag(view, group, topic, number), { term: "lag", path: markPath("committed", group, known.owner, topic, number) }),
  ];
}

function highWatermark(view, topic, number) {
  const part = partition(view, topic, number);
  return part?.replicas?.[String(part.leader)]?.high_watermark;
}

function linkFacts({ a, b }, view, words) {
  const between = Object.entries(view.messages ?? {}).filter(([, message]) => (message[1] === a && message[2] === b) || (message[1] === b && message[2] === a));
  const isCut = cutEnds(view, a).includes(b);
  return [
    row(words.label("table.state"), words.label(isCut ? "inspect.is_cut" : "inspect.is_whole"), { term: isCut ? "cut connection" : undefined, path: ["links", a, b] }),
    row(words.label("inspect.slow"), words.duration(Math.max(slowness_us(view, a), slowness_us(view, b))), { term: "slow connection" }),
    row(words.label("heading.messages"), list(between.map(([, [kind]]) => words.kind(kind)), words)),
  ];
}

const FACTS = { broker: brokerFacts, log: logFacts, record: recordFacts, producer: producerFacts, member: memberFacts, group: groupFacts, voter: voterFacts, message: messageFacts, mark: markFacts, link: linkFacts };
