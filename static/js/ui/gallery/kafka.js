// How each state of the registry comes about on a cluster: `scene(state)` makes it, `entry` names the
// actor that draws it, `box(plan)` where it stands, and `drawn(node, state)` whether it is really drawn.

import { NOW_US, cluster, record, replica, soon_us } from "./sample.js";

const row = (plan) => plan.rows[0];
const log = (plan, broker = 1) => row(plan).logs[broker];
const of = (kind, id) => (entry) => entry.kind === kind && (id === undefined || entry.id === id);
const around = ({ x, y, w, h }, top = 0, right = 0, bottom = 0, left = 0) => ({ x: x - left, y: y - top, w: w + left + right, h: h + top + bottom });
const shownState = (node, state) => node.getAttribute("data-state") === state || node.classList.contains(`is-${state}`);
const find = (node, test) => [...walk(node)].find(test);

function* walk(node) {
  if (node.getAttribute?.("display") === "none") return;
  yield node;
  for (const child of node.childNodes) yield* walk(child);
}

function withLog(change, more = {}) {
  const scene = cluster();
  const part = scene.view.topics.orders[0];
  part.replicas[1] = replica(change);
  part.replicas[2] = replica(change);
  Object.assign(part, more);
  return scene;
}

const inside = { kind: "record", writer: 7 };
const marker = (offset, kind) => record(offset, null, { value: null, kind, writer: 7 });
const SLOTS = {
  below: { records: [record(0, "ada")] },
  above: { records: [record(0, "ada")], high: 0 },
  open: { records: [record(0, "ada", inside)] },
  committed: { records: [record(0, "ada", inside), marker(1, "commit")] },
  aborted: { records: [record(0, "ada", inside), marker(1, "abort")] },
  commit: { records: [marker(0, "commit")] },
  abort: { records: [marker(0, "abort")] },
  tombstone: { records: [record(0, "ada", { value: null })] },
  ghost: { records: [], residue: { truncated: [record(0, "ada")] } },
  dust: { records: [], start: 1, end: 1, high: 1 },
  gap: { records: [], end: 1, high: 1 },
};

const RECORDS = ["ada", "bo", "cal"].map((key, i) => record(i, key));
const LINES = {
  high_watermark: [{ records: RECORDS }],
  log_end: [{ records: RECORDS, high: 1 }],
  last_stable: [{ records: RECORDS }, { last_stable_offset: 1 }],
  log_start: [{ records: RECORDS.slice(1), start: 1 }],
  segment: [{ records: RECORDS, segments: [[0], [2]] }],
};

const REPLICAS = {
  leader: {},
  unclean: { election: "unclean" },
  in_sync: { leader: 2 },
  eligible: { leader: 2, isr: [2], elr: [1] },
  out: { leader: 2, isr: [2] },
  down: { leader: 2, isr: [2] },
  empty: { leader: 2, isr: [2] },
  none: { leader: 2, isr: [2], replica_ids: [2] },
};

function replicaScene(state) {
  const scene = withLog({ records: RECORDS }, REPLICAS[state]);
  const part = scene.view.topics.orders[0];
  if (state === "out") part.replicas[1] = replica({ records: RECORDS.slice(0, 1) });
  if (state === "down") scene.view.brokers[1].state = "down";
  if (state === "empty" || state === "none") delete part.replicas[1];
  return scene;
}

const BROKERS = {
  fenced: (view) => (view.brokers[1].fenced = true),
  paused: (view) => (view.paused = { "broker-1": soon_us(4) }),
  slow: (view) => (view.slow = { "broker-1": 200_000 }),
  cut: (view) => (view.links = { "broker-1": { "broker-2": 1 } }),
};
const MEMBERS = {
  idle: (view, member) => (member.assigned = []),
  joining: (view, member) => Object.assign(member, { assigned: [] }) && (view.groups.billing.members = {}),
  paused: (view) => (view.paused = { "billing-1": soon_us(4) }),
};
const PRODUCERS = {
  paused: (view) => (view.paused = { checkout: soon_us(4) }),
  blocked: (view, producer) => (producer.blocked_until_us = soon_us(5)),
};
const SEATS = {
  leader: (view) => (view.cluster.active_controller = "broker-1"),
  down: (view) => (view.brokers[1].state = "down"),
  zk_leader: (view) => (view.cluster.control_plane = "zookeeper"),
  zk_follower: (view) => (view.cluster.control_plane = "zookeeper"),
  looking: (view) => (view.cluster.control_plane = "zookeeper"),
};
const BACKING = new Set(["leader", "follower", "zk_leader", "zk_follower"]);

/** A scene in which the state of one thing is set, or what its own change makes of it. */
function changed(changes, state, one, set) {
  const scene = cluster();
  if (changes[state]) changes[state](scene.view, one(scene.view));
  else set(scene.view, state);
  return scene;
}

function seatScene(state) {
  const scene = cluster();
  const leads = state.endsWith("leader");
  scene.view.voters["broker-1"] = { role: state, leader: BACKING.has(state) ? (leads ? "broker-1" : "broker-3") : null };
  SEATS[state]?.(scene.view);
  return scene;
}

function shareScene(state) {
  const scene = withLog({ records: RECORDS });
  const { view } = scene;
  view.groups.billing.type = "share";
  const taken = state === "Acquired";
  view.shares = { billing: { orders: { 0: { start_offset: 0, end_offset: 1, in_flight: [[0, state, state === "Available" ? 0 : 1, taken ? "billing-1" : "", taken ? soon_us(3) : null]] } } } };
  return scene;
}

function markScene(state) {
  const scene = withLog({ records: RECORDS });
  if (state === "committed") scene.view.groups.billing.committed = { orders: { 0: 1 } };
  else scene.view.members["billing-1"].partitions = { orders: { 0: { position: null, processed: null, stored: null, [state]: 1 } } };
  return scene;
}

const PHASES = { revoke: "PreparingRebalance", assign: "CompletingRebalance" };
const INKED = { Stable: "stable", revoke: "revoke", assign: "assign", Empty: null };

function phaseScene(state) {
  const scene = cluster();
  scene.view.groups.billing.state = PHASES[state] ?? state;
  return scene;
}

/** Which actor carries a timer's ring, the ring's name on its node, and what starts it. */
const TIMERS = {
  session: ["member", "session", (view) => (view.groups.billing.members.m1.session_deadline_at_us = soon_us(4))],
  poll: ["member", "poll", (view) => Object.assign(view.members["billing-1"], { poll_deadline_at_us: soon_us(13), partitions: { orders: { 0: { position: 1, processed: 0 } } } })],
  auto_commit: ["member", "commit", (view) => (view.members["billing-1"].auto_commit_at_us = soon_us(1.4))],
  rebalance: ["phase", "wait", (view) => Object.assign(view.groups.billing, { state: "PreparingRebalance", deadline_at_us: soon_us(4) })],
  broker_session: ["broker", "session", (view) => (view.brokers[1].session_deadline_at_us = soon_us(2))],
  in_sync: ["replica", "lag", (view) => Object.assign(view.topics.orders[0], { leader: 2, lagging: { 1: soon_us(3) } })],
  retention: ["replica", "retentionRing", (view) => (view.topics.orders[0].replicas[1] = replica({ records: RECORDS, segments: [[0], [2]], closed: [[0, soon_us(6)]] }))],
  lock: ["share", "lock", null],
  transaction: ["producer", "wait", (view) => (view.transactions = { shop: { producer: "checkout", timeout_at_us: soon_us(7) } })],
  send: ["producer", "blocked", (view) => (view.producers.checkout.blocked_until_us = soon_us(5))],
};

function timerScene(state) {
  if (state === "lock") return shareScene("Acquired");
  const scene = withLog({ records: RECORDS });
  TIMERS[state][2](scene.view);
  return state === "retention" ? { ...scene, size: "wide", focus: { brokers: [1] } } : scene;
}

const memberBox = (plan) => plan.groups.billing.members["billing-1"].box;
const cardTop = (plan) => {
  const { card, flagsY } = log(plan);
  return { ...card, h: Math.min(card.h, flagsY + plan.metrics.text * 0.6 - card.y) };
};
const belowStrip = (plan) => {
  const { card, strip } = log(plan);
  return { x: card.x, y: strip.y, w: card.w, h: card.y + card.h - strip.y };
};
/** The right end of a log's title, where the ring of its oldest segment stands when there is room. */
const titleEnd = (plan) => {
  const { card, strip } = log(plan);
  const w = plan.metrics.text * 16;
  return { x: card.x + card.w - w, y: card.y, w, h: strip.y - card.y - 2 };
};
const groupTop = (plan) => ({ ...plan.groups.billing.box, h: plan.groups.billing.header.h });
const seatBox = (plan) => {
  const seat = plan.quorum.seats.find(({ id }) => id === "broker-1");
  const side = seat.r + plan.metrics.text * 0.1;
  const high = seat.r + plan.metrics.text * 0.8;
  return { x: seat.x - side, y: seat.y - high, w: 2 * side, h: 2 * high };
};

const THINGS = {
  slot: {
    scene: (state) => withLog(SLOTS[state]),
    entry: of("log", "orders-0:1"),
    box: (plan) => around({ ...log(plan).strip, w: log(plan).cell }, 4, -3, -5, 2),
    drawn: (node, state) => Boolean(find(node, (part) => part.getAttribute("data-offset") === "0" && part.getAttribute("data-look") === state)),
  },
  line: {
    scene: (state) => withLog(...LINES[state]),
    entry: of("log", "orders-0:1"),
    box: cardTop,
    drawn: (node, state) => Boolean(find(node, (part) => (state === "segment" ? part.classList.contains("segment-line") && part.getAttribute("d") : part.getAttribute("data-line") === state))),
  },
  replica: { scene: replicaScene, entry: of("log", "orders-0:1"), box: cardTop, drawn: (node, state) => node.classList.contains(`is-${state}`) },
  broker: {
    scene: (state) => changed(BROKERS, state, () => null, (view, value) => Object.assign(view.brokers[1], { state: value, since_at_us: NOW_US - 2_500_000 })),
    entry: of("broker", "1"),
    box: (plan) => around(plan.brokers[1].head, plan.metrics.text * 0.7),
    drawn: (node, state) => (state === "slow" ? Boolean(find(node, (part) => part.getAttribute("data-duty") === "snail")) : shownState(node, state)),
  },
  member: { scene: (state) => changed(MEMBERS, state, (view) => view.members["billing-1"], (view, value) => (view.members["billing-1"].state = value)), entry: of("member"), box: memberBox, drawn: shownState },
  producer: { scene: (state) => changed(PRODUCERS, state, (view) => view.producers.checkout, (view, value) => (view.producers.checkout.state = value)), entry: of("producer"), box: (plan) => plan.producers.checkout.box, drawn: shownState },
  seat: {
    scene: seatScene,
    entry: of("quorum"),
    box: seatBox,
    drawn: (node, state) => Boolean(find(node, (part) => part.getAttribute("data-seat") === "broker-1" && part.getAttribute("data-role") === state)),
  },
  share: { scene: shareScene, entry: (entry) => entry.kind === "locks" || of("log", "orders-0:1")(entry), box: belowStrip, drawn: (node, state) => Boolean(find(node, (part) => part.getAttribute("data-share") === state)) },
  mark: { scene: markScene, entry: (entry) => entry.kind === "marks" || of("log", "orders-0:1")(entry), box: belowStrip, drawn: (node, state) => Boolean(find(node, (part) => part.getAttribute("data-mark") === state)) },
  timer: {
    scene: timerScene,
    entry: (entry, state) => THINGS[TIMERS[state][0]].entry(entry, state),
    box: (plan, state) => (state === "retention" ? titleEnd(plan) : THINGS[TIMERS[state][0]].box(plan, state)),
    drawn: (node, state) => Boolean(find(node, (part) => part.classList.contains("ring") && part.getAttribute("data-share") !== null)) && (node[TIMERS[state][1]] ? node[TIMERS[state][1]].getAttribute("display") !== "none" : state === "lock"),
  },
  phase: {
    scene: phaseScene,
    entry: of("group"),
    box: groupTop,
    drawn: (node, state) => {
      const now = [...walk(node)].filter((part) => part.classList.contains("is-now")).map((part) => part.getAttribute("data-phase"));
      return node.getAttribute("data-state") === (PHASES[state] ?? state) && (now[0] ?? null) === INKED[state];
    },
  },
};

/** {scene, entry(entry), box(plan), drawn(node)} of a state of a thing; a thing without a recipe throws. */
export function recipe(thing, state) {
  const known = THINGS[thing];
  if (!known) throw new Error(`nobody says how to draw ${thing} ${state}`);
  return { scene: known.scene(state), entry: (entry) => known.entry(entry, state), box: (plan) => known.box(plan, state), drawn: (node) => known.drawn(node, state) };
}
