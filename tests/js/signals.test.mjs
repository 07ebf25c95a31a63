// What stands out and what merges: three movements at most, trains where a street is full, places that stay.

import assert from "node:assert/strict";
import { test } from "node:test";
import { shareOf, spanOf } from "../../static/js/view/crowd/span.js";
import { makePlaces } from "../../static/js/view/places.js";
import { best } from "../../static/js/view/spotlight.js";
import { trainOf, trainsOf } from "../../static/js/view/trains.js";
import { focusOn } from "../../static/js/view/zoom.js";

const movement = (id, weight, sent_at_us = 0) => [id, { id, weight, flights: [{ sent_at_us }] }];
const flight = (n, sent_at_us, more = {}) => ({ key: `${n}:0`, street: "orders-0", track: 1, sent_at_us, arrives_at_us: sent_at_us + 60_000, ...more });

test("three movements stand out, the weightiest and then the newest", () => {
  const movements = new Map([movement("a", 0, 1), movement("b", 3, 2), movement("c", 1, 3), movement("d", 1, 4), movement("e", 1, 5)]);
  assert.deepEqual(best(movements, []), ["b", "e", "d"]);
});

test("what stands out goes on standing out until something weightier comes", () => {
  const movements = new Map([movement("a", 1), movement("b", 1), movement("c", 0), movement("d", 1, 9)]);
  assert.deepEqual(best(movements, ["a", "b", "c"]), ["a", "b", "d"]);
  assert.deepEqual(best(new Map([movement("a", 1), movement("b", 1), movement("c", 1), movement("d", 1, 9)]), ["a", "b", "c"]), ["a", "b", "c"]);
});

test("twelve travel alone, thirteen by train, and nobody is left behind", () => {
  const twelve = Array.from({ length: 12 }, (_none, n) => flight(n, n * 900));
  assert.deepEqual(trainsOf(twelve, 12), { alone: twelve, trains: [] });
  const { alone, trains } = trainsOf([...twelve, flight(12, 12 * 900)], 12);
  assert.equal(alone.length + trains.reduce((sum, train) => sum + train.count, 0), 13);
  assert.ok(trains.length >= 1 && trains.length <= 3);
});

test("a train is led by who arrives first, and a message never changes its train", () => {
  const flights = Array.from({ length: 20 }, (_none, n) => flight(n, n * 500));
  const before = trainsOf(flights, 12);
  for (const { lead } of before.trains) assert.ok(flights.every((other) => trainOf(other) !== trainOf(lead) || other.arrives_at_us >= lead.arrives_at_us));
  const later = trainsOf(flights.slice(3), 12);
  assert.ok(later.trains.every(({ key }) => before.trains.some((train) => train.key === key)));
});

test("who leaves keeps the place until the reset", () => {
  const places = makePlaces();
  const cast = (topics, members, brokers) => ({ topics: topics.map((id) => ({ id, partitions: 2 })), brokers, groups: [{ id: "g", members }], producers: [], voters: ["q1"] });
  places.kept(cast(["orders", "audit"], ["g-1", "g-2"], [1, 2, 3]));
  const kept = places.kept(cast(["orders"], ["g-1"], [1, 3]));
  assert.deepEqual(kept.topics.map(({ id }) => id), ["orders", "audit"]);
  assert.deepEqual(kept.groups[0].members, ["g-1", "g-2"]);
  assert.deepEqual(kept.brokers, [1, 2, 3]);
  places.reset();
  assert.deepEqual(places.kept(cast(["orders"], ["g-1"], [1])).brokers, [1]);
});

test("a bar shows the slowest replica and the committed offset, and moves seldom", () => {
  const part = (ends) => ({ replicas: Object.fromEntries(ends.map((end, i) => [i, { log_end_offset: end }])) });
  for (const [ends, committed] of [[[5, 5, 4], 2], [[400, 380, 399], 390], [[100_000, 99_000, 100_000], 20]]) {
    const span = spanOf(part(ends), committed);
    for (const offset of [...ends, committed]) assert.ok(offset >= span.from && offset <= span.from + span.size, `${offset} in ${JSON.stringify(span)}`);
    assert.ok(shareOf(span, Math.max(...ends)) <= 1);
  }
  const moves = new Set(Array.from({ length: 16 }, (_none, n) => spanOf(part([100 + n]), null).from)).size;
  assert.ok(moves <= 5, `${moves}`);
});

test("zoom to a broker brings its partitions and all who hold them", () => {
  const cast = { brokers: [1, 2, 3, 4], topics: [{ id: "orders", partitions: 4 }], groups: [{ id: "g", topics: ["orders"], members: [] }], producers: [] };
  const holders = [[1, 2], [2, 3], [3, 4], [4, 1]];
  const view = { topics: { orders: Object.fromEntries(holders.map((ids, n) => [n, { replica_ids: ids }])) } };
  assert.deepEqual(focusOn("broker:1", cast, view), { rows: [["orders", 0], ["orders", 3]], brokers: ["1", "2", "4"], group: undefined, subject: "broker:1" });
  assert.deepEqual(focusOn("partition:orders:2", cast, view).brokers, ["3", "4"]);
  assert.equal(focusOn("group:g", cast, view).group, "g");
  assert.equal(focusOn("topic:nothing", cast, view), null);
  assert.equal(focusOn("nonsense", cast, view), null);
});
