// What can be done with a thing: buttons with the one-line command each of them sends. What makes
// no sense now stays pressable, and the refusal says why.

import { brokerState, cutEnds, isPaused, slowness_us } from "../../model/readings.js";
import { OTHERS } from "./others.js";

/** Rows of {label, text, danger}; `text` goes to the room as it is. */
export function commandsOf(subject, view, words) {
  return (OTHERS.commands[subject.kind] ?? COMMANDS[subject.kind])?.(subject, view, words) ?? [];
}

function brokerCommands({ id }, view, words) {
  const broker = Number(id);
  const state = brokerState(view, id);
  const down = state === "down" || state === "stopped";
  const slow = slowness_us(view, `broker-${id}`) > 0;
  return [
    { label: words.label("button.crash_broker", { broker }), text: `crash broker ${id}`, danger: true, primary: !down },
    { label: words.label("button.stop_broker", { broker }), text: `stop broker ${id}` },
    { label: words.label("button.restart_broker", { broker }), text: `restart broker ${id}`, primary: down },
    { label: words.label("button.pause_process"), text: `pause broker ${id} for=8s` },
    { label: words.label(slow ? "button.slow_end" : "button.slow"), text: `slow broker ${id} latency=${slow ? "0ms" : "200ms"}` },
  ];
}

function memberCommands({ id }, view, words) {
  const state = view.members?.[id]?.state;
  const gone = state === "down" || state === "closed" || state === undefined;
  return [
    { label: words.label("button.crash_consumer", { member: id }), text: `crash member ${id}`, danger: true, primary: !gone },
    { label: words.label("button.close_consumer"), text: `close member ${id}` },
    { label: words.label("button.restart_consumer", { member: id }), text: `restart member ${id}`, primary: gone },
    ...(isPaused(view, id) || gone ? [] : [{ label: words.label("button.pause_process"), text: `pause member ${id} for=8s` }]),
  ];
}

function logCommands({ topic }, view, words) {
  const now = view.topic_configs?.[topic]?.min_insync_replicas ?? 1;
  const most = view.topic_configs?.[topic]?.replication_factor ?? 3;
  return [1, 2, 3].filter((n) => n !== now && n <= most).map((n) => ({ label: words.label("button.set_min_in_sync", { n }), text: `set topic ${topic} min.insync.replicas=${n}` }));
}

const COMMANDS = {
  broker: brokerCommands,
  member: memberCommands,
  log: logCommands,
  group: ({ id }, _view, words) => [{ label: words.label("button.add_consumer"), text: `join group ${id}`, primary: true }],
  link: ({ a, b }, view, words) => [cutEnds(view, a).includes(b) ? { label: words.label("button.heal"), text: `heal ${a} ${b}`, primary: true } : { label: words.label("button.cut"), text: `cut ${a} ${b}`, danger: true, primary: true }],
  voter: ({ id }, _view, words) => [
    { label: words.label("button.crash"), text: `crash controller ${id}`, danger: true },
    { label: words.label("button.restart"), text: `restart controller ${id}` },
  ],
};
