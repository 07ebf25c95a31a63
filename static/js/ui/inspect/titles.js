// What a chosen thing is called at the head of the inspector.

import { OTHERS } from "./others.js";

export function titleOf(subject, words, view = {}) {
  const TITLES = {
    broker: () => words.label("broker.name", { broker: Number(subject.id) }),
    log: () => words.label("inspect.log", { topic: subject.topic, partition: subject.partition, broker: Number(subject.broker) }),
    record: () => words.label("inspect.record", subject),
    group: () => words.label("group.name", { group: subject.id }),
    voter: () => words.label("process.controller_begins", { name: subject.id }),
    link: () => words.label("inspect.link", subject),
    mark: () => words.label("inspect.mark", { ...subject, mark: words.label(`table.${subject.mark}`) }),
    message: () => {
      const row = view.messages?.[subject.id];
      return row ? words.label("inspect.message", { kind: words.kind(row[0]), source: row[1], target: row[2] }) : words.label("inspect.gone");
    },
  };
  return OTHERS.titles[subject.kind]?.(subject, words) ?? TITLES[subject.kind]?.() ?? subject.id;
}
