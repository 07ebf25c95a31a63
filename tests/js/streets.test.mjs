// Whoever takes part, whatever the size: nothing overlaps, no text is too small or meets another, no
// way crosses a log's slots or a broker that is neither end of it. Random casts from a fixed seed.

import assert from "node:assert/strict";
import { test } from "node:test";
import { layout } from "../../static/js/view/layout.js";
import { RECORDS, REPLIES, REQUESTS, route, slotX } from "../../static/js/view/layout/routes.js";
import { boxFaults, drawStage, textFaults, wayFaults, wordsOf } from "./drawn.mjs";
import { catalogue } from "./recorded.mjs";

const ROUNDS = Number(process.env.ROUNDS ?? 160);
const SIZES = [[1540, 868], [1066, 592], [1920, 825], [390, 640], [848, 380], [1280, 700], [760, 520]];
const THEMES = ["light", "dark", "projector"];
const TOPICS = ["orders", "invoices", "orders.dlq", "a-rather-long-topic-name", "x"];
const GROUPS = ["billing", "shipping", "statistics-of-the-day"];
const PRODUCERS = ["checkout", "webshop", "kiosk"];

function makeDice(seed) {
  let state = seed;
  const next = () => (state = (state * 48271) % 2147483647) / 2147483647;
  const whole = (low, high) => low + Math.floor(next() * (high - low + 1));
  return { whole, one: (list) => list[whole(0, list.length - 1)], often: (share) => next() < share };
}

/** Mostly small casts, as scenes are, and now and then a crowd up to 32 of each. */
function castOf(dice) {
  const crowd = dice.often(0.3);
  const brokers = dice.whole(1, crowd ? 32 : 6);
  const ids = (n, make) => Array.from({ length: n }, (_none, i) => make(i + 1));
  const producers = dice.whole(1, crowd ? 32 : 3);
  return {
    producers: ids(producers, (i) => ({ id: PRODUCERS[i - 1] ?? `shop-${i}`, keys: ["ada", "bo", "cal"], acks: "all" })),
    brokers: ids(brokers, (i) => i),
    controllers: dice.often(0.3) ? ids(3, (i) => `q${i}`) : [],
    topics: ids(dice.whole(1, crowd ? 4 : 2), (i) => ({ id: TOPICS[i - 1], partitions: dice.whole(1, crowd ? 16 : 4) })),
    groups: ids(dice.whole(1, 3), (i) => ({ id: GROUPS[i - 1], topics: ["orders"], planned: 1, members: ids(dice.whole(0, crowd ? 32 : 4), (n) => `${GROUPS[i - 1]}-${n}`) })),
  };
}

/** A view in which every partition has replicas with some records, and members own what there is. */
function viewOf(cast, dice) {
  const view = { brokers: {}, topics: {}, topic_configs: {}, producers: {}, members: {}, groups: {}, voters: {}, cluster: { active_controller: `broker-${cast.brokers[0]}`, voters: cast.controllers.length > 0 ? cast.controllers : cast.brokers.slice(0, 3).map((id) => `broker-${id}`) }, messages: {} };
  for (const id of cast.brokers) view.brokers[id] = { state: dice.one(["up", "up", "up", "down", "starting"]), since_at_us: 0, fenced: dice.often(0.1), session_deadline_at_us: 2_000_000 };
  for (const topic of cast.topics) {
    view.topic_configs[topic.id] = { partitions: topic.partitions, internal: false };
    view.topics[topic.id] = Object.fromEntries(Array.from({ length: topic.partitions }, (_none, n) => [n, partitionOf(cast, n, dice)]));
  }
  for (const producer of cast.producers) view.producers[producer.id] = { acks: "all", topic: "orders", keys: producer.keys, records: dice.often(0.5) ? { 7: ["orders", null, "ada", "x"] } : {} };
  for (const group of cast.groups) groupOf(view, group, cast, dice);
  return view;
}

function partitionOf(cast, n, dice) {
  const copies = Math.min(3, cast.brokers.length);
  const ids = Array.from({ length: copies }, (_none, i) => cast.brokers[(n + i) % cast.brokers.length]);
  const end = dice.whole(0, dice.one([5, 40, 4000]));
  const replicas = Object.fromEntries(ids.map((id) => {
    const own = Math.max(0, end - dice.whole(0, 2));
    const records = Array.from({ length: Math.min(own, 20) }, (_none, i) => [own - Math.min(own, 20) + i, 0, i, dice.one(["ada", "bo", "cal", "di"]), "v"]);
    return [id, { log_start_offset: 0, log_end_offset: own, high_watermark: Math.max(0, own - dice.whole(0, 2)), records }];
  }));
  return { leader: dice.often(0.9) ? ids[0] : -1, leader_epoch: dice.whole(0, 12), isr: ids.slice(0, dice.whole(1, copies)), elr: [], replica_ids: ids, replicas };
}

function groupOf(view, group, cast, dice) {
  const parts = cast.topics[0].partitions;
  view.groups[group.id] = { state: dice.one(["Stable", "PreparingRebalance", "CompletingRebalance", "Empty"]), generation: dice.whole(0, 12), coordinator: dice.one(cast.brokers), topics: group.topics, members: {}, committed: { [cast.topics[0].id]: { 0: dice.whole(0, 5) } } };
  group.members.forEach((id, i) => {
    const assigned = Array.from({ length: parts }, (_none, n) => n).filter((n) => n % group.members.length === i).map((n) => [cast.topics[0].id, n]);
    view.members[id] = { group: group.id, state: dice.one(["up", "up", "up", "down", "closed"]), assigned, partitions: { [cast.topics[0].id]: { 0: { position: 3, processed: 2, stored: 1, fetched: [[3, 0, "ada"]] } } }, working: null };
    view.groups[group.id].members[`m-${i}`] = { member: id, session_deadline_at_us: 5_000_000 };
  });
}

function* rounds() {
  for (let n = 1; n <= ROUNDS; n += 1) {
    const dice = makeDice(n * 7919);
    const cast = castOf(dice);
    const [w, h] = dice.one(SIZES);
    yield { dice, cast, size: { w, h }, theme: dice.one(THEMES), name: `round ${n}` };
  }
}

function told({ name, cast, size, theme }, wrong) {
  const rows = cast.topics.reduce((sum, topic) => sum + topic.partitions, 0);
  return `${name} (${cast.brokers.length} brokers, ${rows} partitions, ${size.w}x${size.h}, ${theme}): ${wrong.slice(0, 4).join("; ")}`;
}

test("boxes of random casts keep apart and inside the picture", () => {
  for (const round of rounds()) {
    const wrong = boxFaults(layout(round.cast, { digits: 2 }, round.size, round.theme));
    assert.ok(wrong.length === 0, told(round, wrong));
  }
});

test("no way crosses a log's slots, a third broker or anybody else", () => {
  for (const round of rounds()) {
    const { cast, dice } = round;
    const plan = layout(cast, { digits: 2 }, round.size, round.theme);
    const clients = [...cast.producers.map(({ id }) => id), ...cast.groups.flatMap(({ members }) => members)];
    for (let i = 0; i < 60; i += 1) {
      const broker = dice.one(cast.brokers);
      const other = dice.one([...clients, ...cast.brokers.filter((id) => id !== broker).map((id) => `broker-${id}`)]);
      const row = dice.often(0.7) ? dice.one(plan.rows) : null;
      const at = (process) => (row && process.startsWith("broker-") ? slotX(row.logs[process.slice(7)], 20, dice.whole(18, 40)) : null);
      const [source, target] = dice.often(0.5) ? [`broker-${broker}`, other] : [other, `broker-${broker}`];
      const way = route(plan, { source, target, row, track: dice.one([REQUESTS, RECORDS, REPLIES]), fromX: at(source), toX: at(target) });
      assert.ok(way, told(round, [`${source} to ${target} has no way`]));
      const wrong = wayFaults(plan, way, source, target);
      assert.ok(wrong.length === 0, told(round, wrong));
    }
  }
});

test("no two texts meet, none is below its theme's floor, none leaves the stage", async () => {
  const words = wordsOf(catalogue());
  for (const round of rounds()) {
    const view = viewOf(round.cast, round.dice);
    const wrong = textFaults(await drawStage({ ...round, view, now_us: 1_000_000, words }), round.theme);
    assert.ok(wrong.length === 0, told(round, wrong));
  }
});

test("the same people give the same places in any order of coming", () => {
  for (const { cast, size, theme } of rounds()) {
    const mixed = { ...cast, brokers: [...cast.brokers].reverse(), producers: [...cast.producers].reverse(), groups: cast.groups.map((group) => ({ ...group, members: [...group.members].reverse() })) };
    assert.deepEqual(layout(mixed, { digits: 2 }, size, theme), layout(cast, { digits: 2 }, size, theme));
  }
});
