// Every state has a look of its own: no two of one thing share shape, pattern and word, none needs colour.

import assert from "node:assert/strict";
import { test } from "node:test";
import { OUTLINE_COUNT, keyPath } from "../../static/js/lib/shapes.js";
import { STATES, stateLook } from "../../static/js/view/states.js";

for (const [thing, states] of Object.entries(STATES)) {
  test(`the states of ${thing} can be told apart without colour`, () => {
    const seen = new Map();
    for (const [state, { shape, pattern, word }] of Object.entries(states)) {
      assert.ok(shape && pattern, `${state} has no look`);
      const look = `${shape}/${pattern}/${word}`;
      assert.ok(!seen.has(look), `${state} looks like ${seen.get(look)}`);
      seen.set(look, state);
    }
  });
}

test("a state without a look is an error, not a guess", () => {
  assert.throws(() => stateLook("slot", "made-up"));
  assert.equal(stateLook("replica", "leader").shape, "crown");
});

test("each of the six keys has a shape of its own", () => {
  const shapes = new Set(["ada", "bo", "cal", "di", "ela", "fei"].map((key) => keyPath(key, 10)));
  assert.equal(shapes.size, OUTLINE_COUNT);
});
