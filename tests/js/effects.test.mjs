// The browser's fold makes the same view of a real run as the engine's, after every event.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { makeFold, prune } from "../../static/js/model/effects.js";
import { growNames, makeCodec } from "../../static/js/wire/codec.js";
import { TYPES } from "../../static/js/wire/vocabulary.js";
import { canonical, recordedLines } from "./recorded.mjs";

const sha = (text) => createHash("sha256").update(text).digest("hex");

test("the view equals the engine's after every event of a run with faults", () => {
  const fold = makeFold(TYPES);
  const { decode } = makeCodec(TYPES);
  const view = {};
  let names = [];
  let count = 0;
  for (const line of recordedLines()) {
    names = growNames(names, line.names);
    const event = decode(line.row, names);
    fold(view, event);
    if (line.full) {
      prune(view, event.at_us);
      assert.deepEqual(view, line.full, `after event ${event.seq} ${event.type}`);
    }
    assert.equal(sha(canonical(view)), line.view, `after event ${event.seq} ${event.type}`);
    count += 1;
  }
  assert.ok(count > 1500, `only ${count} events`);
});

test("every kind of effect does what its twin does", () => {
  const type = (name, effects) => ({ type: name, effects });
  const fold = makeFold([
    type("set", [["set", ["a", "{id}", "x"], "value", null], ["set", ["a", "{id}", "fresh"], null, []]]),
    type("add", [["add", ["n"], "value"]]),
    type("append", [["append", ["rows"], ["id", "value"], 2]]),
    type("remove", [["remove", ["a", "{id}"]]]),
    type("cut", [["cut", ["rows"], "value"]]),
    type("until", [["until", ["messages", "{id}"], ["value", "b", "b", "b", "b", "until_us"], "until_us", "chatter"]]),
  ]);
  const view = {};
  const run = (name, fields) => fold(view, { type: name, ...fields });
  run("set", { id: "orders.eu", value: null });
  assert.deepEqual(view, { a: { "orders.eu": { x: null, fresh: [] } } });
  run("add", { value: 2 });
  run("add", { value: 3 });
  assert.equal(view.n, 5);
  for (const id of [1, 2, 3]) run("append", { id, value: "v" });
  assert.deepEqual(view.rows, [[2, "v"], [3, "v"]]);
  run("cut", { value: 3 });
  assert.deepEqual(view.rows, [[2, "v"]]);
  run("remove", { id: "orders.eu" });
  run("remove", { id: "nobody" });
  assert.deepEqual(view.a, {});
  run("until", { id: 7, value: "m", until_us: 90, chatter: false });
  run("until", { id: 8, value: "m", until_us: 90, chatter: true });
  assert.deepEqual(Object.keys(view.messages), ["7"]);
  prune(view, 89);
  assert.deepEqual(Object.keys(view.messages), ["7"]);
  prune(view, 90);
  assert.deepEqual(view.messages, {});
});

test("a constant of the table is not shared between two places", () => {
  const fold = makeFold([{ type: "made", effects: [["set", ["{id}"], null, []]] }]);
  const view = {};
  fold(view, { type: "made", id: "a" });
  fold(view, { type: "made", id: "b" });
  view.a.push(1);
  assert.deepEqual(view.b, []);
});
