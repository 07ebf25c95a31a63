// What the stage reads from a view: who takes part now, with what came later and without what has gone.

import assert from "node:assert/strict";
import { test } from "node:test";
import { brokersOf } from "../../static/js/model/readings.js";
import { topicsOf } from "../../static/js/view/places.js";

test("a broker that is added later stands after those of the cast", () => {
  assert.deepEqual(brokersOf({ brokers: { 1: {}, 10: {}, 4: {} } }, [1, 2]), [1, 2, 4, 10]);
  assert.deepEqual(brokersOf({}, [1, 2]), [1, 2]);
});

test("topics grow and come; what the script will add, and what has gone, keeps its place; Kafka's own are never drawn", () => {
  const cast = [{ id: "orders", partitions: 3 }, { id: "old", partitions: 1 }];
  const topic_configs = { orders: { partitions: 4, internal: false }, audit: { partitions: 2, internal: false }, __consumer_offsets: { partitions: 50, internal: true } };
  assert.deepEqual(topicsOf({ topic_configs }, cast), [{ id: "orders", partitions: 4 }, { id: "old", partitions: 1 }, { id: "audit", partitions: 2 }]);
  assert.deepEqual(topicsOf({}, cast), cast);
});
