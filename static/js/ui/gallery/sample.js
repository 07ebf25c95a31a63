// The smallest cluster on which every state can be shown: one partition on two brokers, one producer,
// one group of one consumer. A recipe changes what its state is about and nothing else.

const SECOND = 1_000_000;
export const NOW_US = 10 * SECOND;
/** A deadline at which most of a wait is left. */
export const soon_us = (s) => NOW_US + s * SECOND;

/** A row of a log as the view keeps it. */
export function record(offset, key, { value = "1 lamp", kind = "", writer = null } = {}) {
  return [offset, 0, offset + 1, key, value, NOW_US - 2 * SECOND, kind, writer];
}

/** {cast, view, now_us} of a calm cluster: broker 1 leads orders-0, broker 2 keeps a copy. */
export function cluster({ group = true } = {}) {
  const groups = group ? [{ id: "billing", topics: ["orders"], members: ["billing-1"] }] : [];
  const cast = { family: "kafka", producers: [{ id: "checkout", keys: ["ada", "bo", "cal"], acks: "all" }], brokers: [1, 2, 3], controllers: [], topics: [{ id: "orders", partitions: 1 }], groups };
  const broker = () => ({ state: "up", since_at_us: 0, fenced: false });
  const view = {
    brokers: { 1: broker(), 2: broker(), 3: broker() },
    topics: { orders: { 0: { leader: 1, leader_epoch: 4, isr: [1, 2], elr: [], replica_ids: [1, 2], replicas: { 1: replica(), 2: replica() } } } },
    topic_configs: { orders: { partitions: 1, internal: false, min_insync_replicas: 1 } },
    producers: { checkout: { state: "up", acks: "all", topic: "orders", keys: ["ada", "bo", "cal"], records: {} } },
    voters: { "broker-1": { role: "follower", leader: "broker-3" }, "broker-2": { role: "follower", leader: "broker-3" }, "broker-3": { role: "leader", leader: "broker-3" } },
    cluster: { active_controller: "broker-3", voters: ["broker-1", "broker-2", "broker-3"] },
    members: { "billing-1": { group: "billing", state: "up", assigned: [["orders", 0]], partitions: {}, working: null } },
    groups: { billing: { state: "Stable", generation: 3, coordinator: 2, topics: ["orders"], members: { m1: { member: "billing-1" } }, committed: {} } },
    messages: {},
  };
  if (!group) Object.assign(view, { groups: {}, members: {} });
  return { cast, view, now_us: NOW_US };
}

export function replica({ records = [], start = 0, high, end, ...more } = {}) {
  const last = end ?? (records.length > 0 ? records[records.length - 1][0] + 1 : 0);
  return { log_start_offset: start, log_end_offset: last, high_watermark: high ?? last, records, ...more };
}

/** The same for brokers, programs and services: a broker with one queue, programs around it. */
export function town(family = "pubsub") {
  const cast = {
    family,
    hubs: [{ id: "lima", dialect: "mqtt", edge: false }, ...(family === "mesh" ? [{ id: "oslo", dialect: "mqtt", edge: false }] : [])],
    links: family === "mesh" ? [{ a: "lima", b: "oslo", store: false }] : [],
    queues: family === "mesh" ? [] : [{ id: "mail", broker: "lima", readers: ["post"] }],
    logs: [],
    clients: [
      { id: "shop", kind: "publisher", broker: "lima", publishes: true, subscribes: false, topics: ["orders/new"], wants: [] },
      { id: "post", kind: "subscriber", broker: "lima", publishes: false, subscribes: true, topics: [], wants: [["orders/#", "queue", "mail"]] },
      ...(family === "services" ? ["stock", "payment"].map((id) => ({ id, kind: "service", broker: "lima", publishes: true, subscribes: true, topics: [], wants: [] })) : []),
    ],
    services: family === "services" ? ["stock", "payment"].map((id) => ({ id, operations: [] })) : [],
    sagas: family === "services" ? [{ id: "order" }] : [],
  };
  const view = {
    hubs: Object.fromEntries(cast.hubs.map(({ id }) => [id, { state: "up", matched: [], since_us: NOW_US - 3 * SECOND }])),
    clients: Object.fromEntries(cast.clients.map(({ id, kind, broker }) => [id, { state: "up", attached: true, kind, broker, inbox: [], settings: [] }])),
    queues: family === "mesh" ? {} : { mail: { broker: "lima", waiting: [], out: {}, capacity: 3 } },
    mesh: family === "mesh" ? { links: { lima: { oslo: { state: "up", stored: 0, store: false } }, oslo: { lima: { state: "up", stored: 0, store: false } } } } : {},
    published: [1, 2, 3].map((n) => [n, "orders/new", "OrderPlaced", "fact", "state", ["ada", "bo", "cal"][n - 1], "1 lamp", "shop", `c-${n}`]),
    subscriptions: {},
    messages: {},
  };
  return { cast, view, now_us: NOW_US };
}
