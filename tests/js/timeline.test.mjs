// The page's clock: goes on at the last rate for 300 ms, holds, never runs backwards inside a timeline.

import assert from "node:assert/strict";
import { test } from "node:test";
import { EXTRAPOLATE_MS, makeTimeline } from "../../static/js/model/timeline.js";

function clocked() {
  const real = { ms: 1000 };
  return { real, timeline: makeTimeline(() => real.ms) };
}

test("it extrapolates at the rate of the last frame, then holds", () => {
  const { real, timeline } = clocked();
  timeline.keyframe({ timeline: 1, seq: 5, at_us: 1_000_000, rate: 100 });
  assert.equal(timeline.now_us(), 1_000_000);
  real.ms += 50;
  assert.equal(timeline.now_us(), 1_005_000);
  real.ms += 10_000;
  assert.equal(timeline.now_us(), 1_000_000 + 100 * EXTRAPOLATE_MS);
  assert.equal(timeline.runs(), false);
});

test("it never runs backwards inside a timeline, whatever the frames say", () => {
  const { real, timeline } = clocked();
  let seed = 12345;
  const random = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
  let at_us = 0;
  let last = 0;
  timeline.keyframe({ timeline: 1, seq: 0, at_us: 0, rate: 50 });
  for (let to = 1; to < 2000; to += 1) {
    real.ms += random() * 400;
    assert.ok(timeline.now_us() >= last);
    at_us += Math.floor(random() * 20_000);
    timeline.frame({ timeline: 1, to, at_us, rate: Math.floor(random() * 1000) });
    const now = timeline.now_us();
    assert.ok(now >= last && now >= at_us);
    last = now;
  }
});

test("a keyframe of another timeline may jump, and so may one from before what was seen", () => {
  const { timeline } = clocked();
  timeline.keyframe({ timeline: 1, seq: 100, at_us: 9_000_000, rate: 0 });
  timeline.keyframe({ timeline: 2, seq: 100, at_us: 4_000_000, rate: 0 });
  assert.equal(timeline.now_us(), 4_000_000);
  timeline.keyframe({ timeline: 2, seq: 50, at_us: 2_000_000, rate: 0 });
  assert.equal(timeline.now_us(), 2_000_000);
});

test("a keyframe that only repeats the present does not set the clock back", () => {
  const { real, timeline } = clocked();
  timeline.keyframe({ timeline: 1, seq: 100, at_us: 1_000_000, rate: 1000 });
  real.ms += 100;
  const seen = timeline.now_us();
  timeline.keyframe({ timeline: 1, seq: 100, at_us: 1_050_000, rate: 0 });
  assert.equal(timeline.now_us(), seen);
});

test("when the server is away it stands still at what is shown", () => {
  const { real, timeline } = clocked();
  timeline.keyframe({ timeline: 1, seq: 1, at_us: 0, rate: 1000 });
  real.ms += 100;
  timeline.hold();
  real.ms += 5000;
  assert.equal(timeline.now_us(), 100_000);
});
