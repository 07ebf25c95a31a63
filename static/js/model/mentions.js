// Whom an event is about, from its fields: for the list of an actor's events and for the place beside
// which its sentence stands. Subjects are written as on the stage: "broker:2", "log:orders:1:3".

const CLIENTS = ["member", "producer", "client", "transactional_id"];
const PROCESSES = ["node", "process", "source", "target", "server", "a", "b", "client"];

/** Kinds of things in rooms of brokers, programs and services, and the tables of the view that hold them. */
const TOWN = [["hub", "hubs"], ["service", "services"], ["client", "clients"], ["queue", "queues"], ["tape", "tapes"]];

/** The subject of a process on the wire: broker-2 is broker 2, q1 and zk1 vote, all else is a client. */
export function subjectOfProcess(name, view = {}) {
  const broker = /^broker-(\d+)$/.exec(name)?.[1];
  if (broker) return `broker:${broker}`;
  if (/^(q|zk)\d+$/.test(name)) return `voter:${name}`;
  const [kind] = TOWN.find(([, table]) => name in (view[table] ?? {})) ?? [];
  if (kind) return `${kind}:${name}`;
  return name in (view.members ?? {}) ? `member:${name}` : `producer:${name}`;
}

/** True when the event is about the subject {kind, id | topic, partition, broker, offset}. */
export function isAbout(event, subject) {
  return (ABOUT[subject.kind] ?? (() => false))(event, subject);
}

const ofProcess = (event, name) => PROCESSES.some((field) => event[field] === name);
const ofPartition = (event, { topic, partition }) =>
  (event.topic === topic && (event.partition === undefined || event.partition === Number(partition))) || inSummary(event.summary, topic, partition);

function inSummary(summary, topic, partition) {
  const rows = [...(summary?.parts ?? []), ...(summary?.at ?? [])];
  return rows.some((row) => row[0] === topic && row[1] === Number(partition));
}

const client = (event, { id }) => CLIENTS.some((field) => event[field] === id) || ofProcess(event, id);

const NAMED = ["service", "caller", "source", "target", "broker", "neighbour", "origin", "via", "place", "queue", "log", "victim"];
const named = (event, { id }) => client(event, { id }) || NAMED.some((field) => event[field] === id);

const ABOUT = {
  hub: named,
  service: named,
  client: named,
  queue: named,
  tape: named,
  saga: (event, { id }) => event.correlation === id,
  broker: (event, { id }) => event.broker === Number(id) || event.leader === Number(id) || ofProcess(event, `broker-${id}`),
  log: (event, subject) => ofPartition(event, subject) && (typeof event.broker !== "number" || event.broker === Number(subject.broker)),
  partition: ofPartition,
  record: (event, subject) => ofPartition(event, subject) && (event.offset === Number(subject.offset) || (subject.record !== undefined && event.record === subject.record)),
  producer: client,
  member: client,
  group: (event, { id }) => event.group === id,
  voter: (event, { id }) => event.node === id || event.voter === id || event.candidate === id || ofProcess(event, id),
  link: (event, { a, b }) => named(event, { id: a }) && named(event, { id: b }),
  mark: (event, subject) => event.group === subject.group && ofPartition(event, subject),
  message: (event, { id }) => event.msg === Number(id),
};

/** The one thing beside which an event's sentence belongs, or null when it is about the whole cluster. */
export function actorOf(event, view = {}) {
  const onLog = ON_LOG.test(event.type) ? atPartition(event, view) : null;
  if (onLog) return onLog;
  for (const [field, place] of PLACES) {
    const found = event[field] === undefined || event[field] === null ? null : place(event, view);
    if (found) return found;
  }
  return null;
}

const atPartition = (event, view) => {
  if (typeof event.partition !== "number") return null;
  const broker = typeof event.broker === "number" ? event.broker : (event.leader ?? view.topics?.[event.topic]?.[event.partition]?.leader);
  return typeof broker === "number" && broker >= 0 ? `log:${event.topic}:${event.partition}:${broker}` : null;
};

/** Families whose sentences are about a log, whoever wrote to it. */
const ON_LOG = /^(log|replication|controller)\./;

/** In the order of what a sentence begins with. */
const PLACES = [
  ["member", (event) => `member:${event.member}`],
  ["service", (event) => `service:${event.service}`],
  ["queue", (event, view) => (view.queues?.[event.queue] ? `queue:${event.queue}` : null)],
  ["log", (event, view) => (view.tapes?.[event.log] ? `tape:${event.log}` : null)],
  ["producer", (event) => `producer:${event.producer}`],
  ["client", (event, view) => subjectOfProcess(event.client, view)],
  ["topic", atPartition],
  ["broker", (event, view) => (event.broker > 0 ? `broker:${event.broker}` : view.hubs?.[event.broker] ? `hub:${event.broker}` : null)],
  ["node", (event) => subjectOfProcess(event.node)],
  ["process", (event, view) => subjectOfProcess(event.process, view)],
  ["group", (event) => `group:${event.group}`],
  ["source", (event, view) => subjectOfProcess(event.source, view)],
  ["a", (event, view) => subjectOfProcess(event.a, view)],
];
