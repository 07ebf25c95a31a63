// A cluster of so many that partitions become bars and people cells.

import { NOW_US, record, replica } from "./sample.js";

const numbers = (n, from = 1) => Array.from({ length: n }, (_none, i) => i + from);
const KEYS = ["ada", "bo", "cal", "di", "ela", "fei"];

export function crowd() {
  const brokers = numbers(6);
  const producers = numbers(12).map((n) => ({ id: `shop-${n}`, keys: ["ada"], acks: "all" }));
  const members = numbers(12).map((n) => `billing-${n}`);
  const groups = [{ id: "billing", topics: ["orders"], members }, { id: "statistics", topics: ["orders"], members: ["statistics-1"] }];
  const cast = { family: "kafka", producers, brokers, controllers: [], topics: [{ id: "orders", partitions: 8 }], groups };
  const view = {
    brokers: Object.fromEntries(brokers.map((id) => [id, { state: "up", since_at_us: 0, fenced: false }])),
    topics: { orders: Object.fromEntries(numbers(8, 0).map((n) => [n, part(n)])) },
    topic_configs: { orders: { partitions: 8, internal: false, min_insync_replicas: 2 } },
    producers: Object.fromEntries(producers.map(({ id, keys }) => [id, { state: "up", acks: "all", topic: "orders", keys, records: {} }])),
    voters: Object.fromEntries(brokers.slice(0, 3).map((id) => [`broker-${id}`, { role: id === 1 ? "leader" : "follower", leader: "broker-1" }])),
    cluster: { active_controller: "broker-1", voters: brokers.slice(0, 3).map((id) => `broker-${id}`) },
    members: Object.fromEntries(groups.flatMap((group) => group.members.map((id, i) => [id, { group: group.id, state: "up", assigned: i < 8 && group.id === "billing" ? [["orders", i]] : [], partitions: {}, working: null }]))),
    groups: Object.fromEntries(groups.map((group) => [group.id, { state: "Stable", generation: 5, coordinator: 2, topics: ["orders"], members: Object.fromEntries(group.members.map((id) => [id, { member: id }])), committed: { orders: { 0: 2 } } }])),
    messages: {},
  };
  return { cast, view, now_us: NOW_US, size: "wide" };
}

function part(n) {
  const ids = [0, 1, 2].map((i) => ((n + i) % 6) + 1);
  const records = numbers(n + 2, 0).map((offset) => record(offset, KEYS[offset % 6]));
  return { leader: ids[0], leader_epoch: 1, isr: ids, elr: [], replica_ids: ids, replicas: Object.fromEntries(ids.map((id) => [id, replica({ records })])) };
}
