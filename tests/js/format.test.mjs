// Sentences are filled as the server's formatter fills them; both pass the same worked examples.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { clock, makeFormatter } from "../../static/js/lib/format.js";

const { catalogue, cases } = JSON.parse(readFileSync(new URL("../contract/narration.json", import.meta.url), "utf8"));
const { fill } = makeFormatter(catalogue, "en");

for (const { template, event, text } of cases) {
  test(`${JSON.stringify(template)} becomes ${text}`, () => assert.equal(fill(template, event), text));
}

test("the clock shows minutes, seconds and milliseconds", () => {
  assert.equal(clock(52_612_345), "00:52.612");
  assert.equal(clock(3_661_000_000), "61:01.000");
});
