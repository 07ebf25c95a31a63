// Rows become the engine's events and become the same rows again.

import assert from "node:assert/strict";
import { test } from "node:test";
import { growNames, makeCodec } from "../../static/js/wire/codec.js";
import { TYPES } from "../../static/js/wire/vocabulary.js";
import { recordedLines } from "./recorded.mjs";

test("a decoded row equals the engine's event, and encodes to the same row", () => {
  const { decode, encode } = makeCodec(TYPES);
  let names = [];
  for (const { row, event, names: tail } of recordedLines()) {
    names = growNames(names, tail);
    const decoded = decode(row, names);
    const wanted = { also: [], because: [], ...event };
    assert.deepEqual(decoded, wanted);
    assert.deepEqual(encode(decoded, (name) => names.indexOf(String(name))), row);
  }
});

test("names grow by their tail, start anew at 0, and stay without one", () => {
  assert.deepEqual(growNames([], ["a", "b"]), ["a", "b"]);
  assert.deepEqual(growNames(["a", "b"], { start: 2, add: ["c"] }), ["a", "b", "c"]);
  assert.deepEqual(growNames(["a", "b"], { start: 0, add: ["x"] }), ["x"]);
  assert.deepEqual(growNames(["a"], undefined), ["a"]);
});

test("an unknown type is refused, since it would be folded wrongly", () => {
  assert.throws(() => makeCodec(TYPES).decode([9999, 1, 0, null, 0, 0], []), /unknown event type/);
});
