// Playing two runs on one clock: a curve of stage time is followed, frames hand each side its rows once, and
// the next stretch goes on without a gap.

import assert from "node:assert/strict";
import test from "node:test";

import { makePlayer, reached, stageOf } from "../../static/js/ui/compare/player.js";

const CURVE = [[0, 1_000], [100, 2_000], [100, 5_000], [300, 6_000]];

test("a curve is followed both ways, and jumps where it jumps", () => {
  assert.equal(reached(CURVE, 0), 1_000);
  assert.equal(reached(CURVE, 50), 1_500);
  assert.equal(reached(CURVE, 200), 5_500);
  assert.equal(reached(CURVE, 900), 6_000);
  assert.equal(stageOf(CURVE, 1_500), 50);
  assert.equal(stageOf(CURVE, 5_500), 200);
  assert.equal(stageOf(CURVE, 9_000), 300);
});

function stretch(from_us, until_us, seqs) {
  const side = { seq: seqs[0] - 1, view: {}, cast: {}, names: [], rows: seqs.map((seq, i) => [0, seq, from_us + (i + 1) * 100]) };
  return { from_us, until_us, end_us: 2_000, points: [[0, from_us], [(until_us - from_us) / 10, until_us]], sides: [side, structuredClone(side)] };
}

function fakeRun(now) {
  const state = { seq: 0 };
  const frames = [];
  const store = {
    state,
    frames,
    keyframe: (message) => (state.seq = message.seq),
    frame(message) {
      assert.equal(message.from, state.seq);
      state.seq = message.to;
      frames.push(message);
    },
  };
  return { store, timeline: { real_ms: now } };
}

test("each side gets its rows once, over two stretches, and the player stops at the end", async () => {
  let real = 0;
  const parts = new Map([[0, stretch(0, 1_000, [1, 2, 3])], [1_000, stretch(1_000, 2_000, [4, 5])]]);
  const runs = [fakeRun(() => real), fakeRun(() => real)];
  const moments = [];
  const player = makePlayer({ runs, load: async (from) => parts.get(from), onMoment: (moment) => moments.push(moment), onProblem: assert.fail });
  await player.goTo(0);
  player.setSpeed(4);
  player.play();
  for (let i = 0; i < 60 && player.playing(); i += 1) {
    real += 100;
    await new Promise((done) => setTimeout(done, 110));
    if (player.at_us() >= 2_000) player.pause();
  }
  for (const { store } of runs) assert.deepEqual(store.frames.flatMap(({ rows }) => rows.map((row) => row[1])), [1, 2, 3, 4, 5]);
  assert.equal(moments.at(-1).at_us, 2_000);
  assert.equal(moments.at(-1).playing, false);
});
