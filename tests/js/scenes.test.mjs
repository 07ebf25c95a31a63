// Every library scene at many moments, drawn for a large screen, a laptop, a projector and a phone: no
// two texts meet, none is below its theme's floor, no way crosses slots or a broker that is not its end.

import assert from "node:assert/strict";
import { test } from "node:test";
import { boxFaults, drawStage, meets, textFaults, wayFaults, wordsOf } from "./drawn.mjs";
import { catalogue, recordedMoments } from "./recorded.mjs";

const SCREENS = [
  { size: { w: 1540, h: 868 }, theme: "light" },
  { size: { w: 1066, h: 592 }, theme: "dark" },
  { size: { w: 1920, h: 825 }, theme: "projector" },
  { size: { w: 390, h: 640 }, theme: "light" },
];
const MOMENTS = [...recordedMoments()];
const words = wordsOf(catalogue());

async function* drawings() {
  for (const { scene, at_us, cast, view } of MOMENTS) {
    for (const { size, theme } of SCREENS) yield { name: `${scene} at ${at_us} on ${size.w}x${size.h} ${theme}`, theme, drawn: await drawStage({ cast, view, now_us: at_us, size, theme, words }) };
  }
}

test("there are moments of every scene, with messages on their way", () => {
  assert.ok(new Set(MOMENTS.map(({ scene }) => scene)).size >= 16);
  assert.ok(MOMENTS.filter(({ view }) => Object.keys(view.messages ?? {}).length > 1).length > MOMENTS.length / 2);
});

test("texts keep apart and are large enough", async () => {
  for await (const { name, theme, drawn } of drawings()) assert.deepEqual(textFaults(drawn, theme).slice(0, 4), [], name);
});

test("no bar of work in hand crosses a text, on a flat screen neither", async () => {
  let bars = 0;
  for (const { scene, at_us, cast, view } of MOMENTS) {
    for (const { size, theme } of [...SCREENS, { size: { w: 960, h: 540 }, theme: "light" }]) {
      const drawn = await drawStage({ cast, view, now_us: at_us, size, theme, words });
      bars += drawn.bars.length;
      for (const bar of drawn.bars) assert.deepEqual(drawn.texts.filter(({ box }) => meets(box, bar, 0)).map(({ text }) => text), [], `${scene} at ${at_us} on ${size.w}x${size.h} ${theme}`);
    }
  }
  assert.ok(bars > 100, `${bars}`);
});

test("boxes keep apart", async () => {
  for await (const { name, drawn } of drawings()) assert.deepEqual(boxFaults(drawn.plan).slice(0, 4), [], name);
});

test("no way crosses a log's slots, a third broker or anybody else", async () => {
  let ways = 0;
  for await (const { name, drawn } of drawings()) {
    for (const { points, source, target } of drawn.flights) {
      ways += 1;
      assert.deepEqual(wayFaults(drawn.plan, points, source, target).slice(0, 4), [], name);
    }
  }
  assert.ok(ways > 500, `${ways}`);
});
