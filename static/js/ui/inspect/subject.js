// The id of a thing on the stage: "broker:2", "log:orders:1:3", "producer:checkout", "member:billing-1",
// "group:billing", "voter:q1".

export function parseSubject(id) {
  const at = id.indexOf(":");
  const kind = id.slice(0, at);
  const rest = id.slice(at + 1);
  if (kind !== "log") return { kind, id: rest };
  const words = rest.split(":");
  const broker = words.pop();
  const partition = Number(words.pop());
  return { kind, topic: words.join(":"), partition, broker };
}

export function titleOf(subject, words) {
  const TITLES = {
    broker: () => words.label("broker.name", { broker: Number(subject.id) }),
    log: () => words.label("inspect.log", { topic: subject.topic, partition: subject.partition, broker: Number(subject.broker) }),
    group: () => words.label("group.name", { group: subject.id }),
    voter: () => words.label("process.controller_begins", { name: subject.id }),
  };
  return TITLES[subject.kind]?.() ?? subject.id;
}
