// Spoken messages: at most one in two seconds, bursts merged, and no fault or decision is ever left out.

import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { GAP_MS, makeLive } from "../../static/js/ui/live.js";

const event = (seq, type, fields = {}) => ({ seq, type, at_us: seq * 1_000_000, cause: null, ...fields });

/** A region that notes what is said and when; time is the test's. */
function region(level = "some") {
  mock.timers.enable({ apis: ["setTimeout"] });
  let now_ms = 0;
  const told = [];
  const root = {
    set textContent(text) {
      told.push([now_ms, text]);
    },
  };
  const listeners = [];
  const select = { value: "some", addEventListener: (_type, listener) => listeners.push(listener) };
  const store = { listen: (listener) => (store.tell = listener) };
  const words = { sentence: ({ type, seq }) => `${type} ${seq}`, label: (_key, { n }) => `(and ${n} more)` };
  const live = makeLive({ root, select, words, timeline: { real_ms: () => now_ms }, store });
  if (level !== "some") {
    select.value = level;
    for (const listener of listeners) listener();
  }
  function wait(ms) {
    for (let i = 0; i < ms; i += 50) {
      now_ms += 50;
      mock.timers.tick(50);
    }
  }
  return { told, live, wait, offer: (...events) => store.tell({ events }), back: () => store.tell({ back: true, events: [] }), end: () => mock.timers.reset() };
}

test("nothing is said sooner than two seconds after the last, whatever comes", () => {
  const it = region("all");
  for (let i = 1; i <= 60; i += 1) {
    it.offer(event(i, i % 7 === 0 ? "broker.crashed" : "log.record_appended"));
    it.wait(200);
  }
  it.live.now("an answer");
  it.wait(60_000);
  const gaps = it.told.slice(1).map(([at], i) => at - it.told[i][0]);
  assert.ok(it.told.length > 5);
  assert.ok(Math.min(...gaps) >= GAP_MS, String(gaps));
  it.end();
});

test("every fault and decision is said, each once, also out of a flood of details", () => {
  const it = region("few");
  const kinds = ["broker.crashed", "controller.broker_fenced", "controller.leader_elected", "client.member_crashed", "group.rebalanced"];
  for (let i = 1; i <= 500; i += 1) it.offer(event(i, i % 100 === 0 ? kinds[i / 100 - 1] : "client.retried"));
  it.wait(60_000);
  const said = it.told.map(([, text]) => text);
  assert.deepEqual(said, kinds.map((kind, i) => `${kind} ${(i + 1) * 100}`));
  it.end();
});

test("a burst of equals is one message with its number", () => {
  const it = region();
  it.offer(...[1, 2, 3].map((seq) => event(seq, "controller.leader_elected", { at_us: 5 })));
  it.wait(10_000);
  assert.deepEqual(it.told.map(([, text]) => text), ["controller.leader_elected 3 (and 2 more)"]);
  it.end();
});

test("the three levels differ in what is said, never in the faults", () => {
  const said = {};
  for (const level of ["few", "some", "all"]) {
    const it = region(level);
    for (const type of ["log.record_appended", "client.retried", "broker.crashed"]) {
      it.offer(event(1, type));
      it.wait(5_000);
    }
    said[level] = it.told.map(([, text]) => text.split(" ")[0]);
    it.end();
  }
  assert.deepEqual(said, { few: ["broker.crashed"], some: ["client.retried", "broker.crashed"], all: ["log.record_appended", "client.retried", "broker.crashed"] });
});

test("answers to what a person did come first and are never dropped", () => {
  const it = region();
  it.offer(event(1, "broker.crashed"), event(2, "controller.broker_fenced"));
  it.live.now("one");
  it.live.now("two");
  it.wait(20_000);
  const said = it.told.map(([, text]) => text);
  assert.equal(said[0], "broker.crashed 1");
  assert.equal(said[1], "one two");
  assert.equal(said[2], "controller.broker_fenced 2");
  it.end();
});

test("a jump in time forgets what waited, since it has not happened now", () => {
  const it = region();
  it.offer(event(1, "broker.crashed"), event(2, "controller.broker_fenced"));
  it.back();
  it.wait(20_000);
  assert.deepEqual(it.told.map(([, text]) => text), ["broker.crashed 1"]);
  it.end();
});
