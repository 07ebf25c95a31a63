// What the stage draws at chosen moments, against what was kept under tests/data/stage: structure, places,
// classes and words, not pixels. `pytest tests/js --rewrite-stage` writes them anew.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { drawStage, wordsOf } from "./drawn.mjs";
import { outline } from "./outline.mjs";
import { keptMoments } from "./recorded.mjs";

const KEPT = fileURLToPath(new URL("../data/stage/", import.meta.url));
const REWRITE = process.env.REWRITE_STAGE === "1";
const SHOWN = 12;

const { words: catalogue, moments } = keptMoments();
const words = wordsOf(catalogue);
const fileOf = (name) => `${KEPT}${name}.txt`;

async function drawnText({ cast, view, at_us, size, theme }) {
  return outline(await drawStage({ cast, view, now_us: at_us, size, theme, words }), at_us);
}

if (REWRITE) {
  mkdirSync(KEPT, { recursive: true });
  for (const file of readdirSync(KEPT)) rmSync(`${KEPT}${file}`);
  for (const moment of moments) writeFileSync(fileOf(moment.name), await drawnText(moment));
}

/** The first lines that differ, with their numbers: enough to see what moved. */
function difference(was, is) {
  const [a, b] = [was.split("\n"), is.split("\n")];
  const lines = Array.from({ length: Math.max(a.length, b.length) }, (_none, i) => i).filter((i) => a[i] !== b[i]);
  return lines.slice(0, SHOWN).map((i) => `${i + 1}\n  was ${a[i] ?? "(nothing)"}\n  is  ${b[i] ?? "(nothing)"}`).join("\n");
}

test("they are moments of every family, in three themes and on a phone", () => {
  assert.ok(moments.length >= 12);
  assert.deepEqual(new Set(moments.map(({ theme }) => theme)), new Set(["light", "dark", "projector"]));
  assert.deepEqual(new Set(moments.map(({ cast }) => cast.family ?? "kafka")), new Set(["kafka", "pubsub", "mesh", "services"]));
  assert.ok(moments.filter(({ size }) => size.w < 620).length >= 2);
});

test("every kept drawing is one of a moment", () => {
  assert.deepEqual(readdirSync(KEPT).sort(), moments.map(({ name }) => `${name}.txt`).sort());
});

for (const moment of moments) {
  test(`the stage looks as it did: ${moment.name}`, async () => {
    const [was, is] = [readFileSync(fileOf(moment.name), "utf8"), await drawnText(moment)];
    assert.ok(was === is, `${moment.name} is drawn in another way; rewrite it only with a reason:\n${difference(was, is)}`);
  });
}
