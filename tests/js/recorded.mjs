// The recorded run that tests/js/record.py wrote.

import { readFileSync } from "node:fs";

export function recordedLines() {
  const path = process.env.RECORDED;
  if (!path) throw new Error("RECORDED names no file; run these tests through pytest tests/js");
  return readFileSync(path, "utf8").trimEnd().split("\n").map((line) => JSON.parse(line));
}

export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
}

function linesOf(variable) {
  const path = process.env[variable];
  if (!path) throw new Error(`${variable} names no file; run these tests through pytest tests/js`);
  return readFileSync(path, "utf8").trimEnd().split("\n");
}

const scenesFile = () => linesOf("RECORDED_SCENES");

/** The English words of the stage. */
export function catalogue() {
  return JSON.parse(scenesFile()[0]);
}

/** Moments {scene, at_us, cast, view} of every library scene, as tests/js/record_scenes.py wrote them. */
export function* recordedMoments() {
  for (const line of scenesFile().slice(1)) yield JSON.parse(line);
}

/** {words, moments: [{name, theme, size, scene, at_us, cast, view}]} as tests/js/record_moments.py wrote them. */
export function keptMoments() {
  const [words, ...moments] = linesOf("RECORDED_MOMENTS").map((line) => JSON.parse(line));
  return { words, moments };
}
