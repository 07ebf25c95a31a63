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
