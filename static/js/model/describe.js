// The stage in one paragraph, for those who cannot see it: cluster, partitions, groups, what is on its way.

import { sortedKeys } from "../lib/order.js";
import { brokerState, lag, membersOf, owns, partition, shownTopics } from "./readings.js";

/** How other families are described; a room of theirs adds its own. */
export const describers = {};

/** `label(key, fields)` gives the words. */
export function describe(view, label) {
  if (view.hubs) return [describers.town?.(view, label) ?? "", inFlight(view, label)].join(" ");
  return [cluster(view, label), ...partitions(view, label), ...groups(view, label), inFlight(view, label)].filter(Boolean).join(" ");
}

function cluster(view, label) {
  const brokers = sortedKeys(view.brokers);
  const up = brokers.filter((id) => brokerState(view, id) === "up");
  const others = brokers.filter((id) => !up.includes(id)).map((id) => label("describe.broker_state", { broker: Number(id), state: label(`broker.${brokerState(view, id)}`) }));
  const active = view.cluster?.active_controller;
  return [
    label("describe.brokers", { up: up.length, n: brokers.length }),
    ...others,
    active ? label("describe.controller", { node: active.replace(/^broker-/, "") }) : label("describe.no_controller"),
  ].join(" ");
}

function partitions(view, label) {
  return shownTopics(view).flatMap((topic) => sortedKeys(view.topics?.[topic]).map((number) => {
    const part = partition(view, topic, number);
    const leader = part.replicas?.[String(part.leader)];
    if (!leader) return label("describe.partition_offline", { topic, partition: Number(number) });
    return label("describe.partition", { topic, partition: Number(number), leader: part.leader, isr: (part.isr ?? []).join(", "), end: leader.log_end_offset, high: leader.high_watermark });
  }));
}

function groups(view, label) {
  return sortedKeys(view.groups).map((group) => {
    const known = view.groups[group];
    const members = membersOf(view, group).filter((id) => view.members[id].state === "up");
    const owned = members.map((id) => {
      const names = (view.members[id].assigned ?? []).filter(([topic, number]) => owns(view.members[id], topic, number)).map(([topic, number]) => `${topic}-${number}`);
      return names.length > 0 ? label("describe.member", { member: id, partitions: names.join(", ") }) : label("describe.member_idle", { member: id });
    });
    const lags = (known.topics ?? []).flatMap((topic) => sortedKeys(view.topics?.[topic]).map((number) => lag(view, group, topic, number) ?? 0));
    const total = lags.reduce((sum, value) => sum + value, 0);
    return [label("describe.group", { group, state: label(`group.${known.state}`), generation: known.generation, n: members.length, lag: total }), ...owned].join(" ");
  });
}

function inFlight(view, label) {
  const count = Object.keys(view.messages ?? {}).length;
  return label("describe.messages", { n: count });
}
