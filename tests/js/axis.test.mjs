// A timeline's line: monotone, both ways, torn where nothing happens.

import assert from "node:assert/strict";
import test from "node:test";

import { makeAxis, roundTimes, stamp } from "../../static/js/lib/axis.js";

const SECOND = 1_000_000;

test("without anything on it the line is straight", () => {
  const axis = makeAxis(0, 10 * SECOND, []);
  assert.equal(axis.place(5 * SECOND), 0.5);
  assert.equal(axis.pieces.length, 1);
  assert.equal(axis.pieces[0].torn, false);
});

test("a long silence is torn and keeps little room", () => {
  const busy = [];
  for (let n = 0; n <= 20; n += 1) busy.push(n * SECOND, (80 + n) * SECOND);
  const axis = makeAxis(0, 100 * SECOND, busy);
  const torn = axis.pieces.filter((piece) => piece.torn);
  assert.deepEqual(torn.map(({ from_us, to_us }) => [from_us / SECOND, to_us / SECOND]), [[20, 80]]);
  assert.ok(torn[0].end - torn[0].start < 0.2);
  assert.ok(axis.place(20 * SECOND) > 0.4);
});

test("what lies ahead is never torn", () => {
  const axis = makeAxis(0, 100 * SECOND, [SECOND, 2 * SECOND], 3 * SECOND);
  assert.equal(axis.pieces.some(({ torn }) => torn), false);
  assert.equal(axis.place(50 * SECOND), 0.5);
});

test("place and time are each other's inverse and never go back", () => {
  const axis = makeAxis(7, 90 * SECOND, [SECOND, 2 * SECOND, 60 * SECOND, 61 * SECOND, 89 * SECOND]);
  let last = -1;
  for (let at = 7; at <= 90 * SECOND; at += 333_333) {
    const where = axis.place(at);
    assert.ok(where >= last && where >= 0 && where <= 1);
    assert.ok(Math.abs(axis.time(where) - at) <= 2, `${at}`);
    last = where;
  }
  assert.equal(axis.place(-5), 0);
  assert.equal(axis.place(200 * SECOND), 1);
});

test("from a millisecond to days there are round times, and not too many", () => {
  for (const span of [1_000, 10_000, SECOND, 60 * SECOND, 3_600 * SECOND, 86_400 * SECOND, 20 * 86_400 * SECOND]) {
    const axis = makeAxis(0, span, []);
    const times = roundTimes(axis, 0.1);
    assert.ok(times.length >= 2 && times.length <= 11, `${span}: ${times.length}`);
    assert.deepEqual(times, [...times].sort((a, b) => a - b));
  }
});

test("a time says hours and days when there are any", () => {
  assert.equal(stamp(52_612_000), "00:52.612");
  assert.equal(stamp(3_723_400_000), "1:02:03.400");
  assert.equal(stamp(2 * 86_400_000_000 + 3_600_000_000), "2 d 01:00:00.000");
});
