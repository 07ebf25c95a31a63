// The store takes frames in order, notices a gap, and keeps recent events for narration and "why?".

import assert from "node:assert/strict";
import { test } from "node:test";
import { makeFold } from "../../static/js/model/effects.js";
import { makeStore } from "../../static/js/model/store.js";
import { makeTimeline } from "../../static/js/model/timeline.js";
import { causeChain } from "../../static/js/model/why.js";
import { makeCodec } from "../../static/js/wire/codec.js";

const TYPES = [{ type: "broker.crashed", fields: ["broker"], kinds: ["int"], effects: [["set", ["brokers", "{broker}"], null, "down"]] }];

function opened() {
  const store = makeStore({ codec: makeCodec(TYPES), fold: makeFold(TYPES), timeline: makeTimeline(() => 0) });
  store.keyframe({ timeline: 1, seq: 10, at_us: 5, rate: 0, names: [], view: { brokers: {} }, cast: { brokers: [1] }, room: { code: "A" } });
  return store;
}

const frame = (from, to, rows = []) => ({ timeline: 1, from, to, at_us: to, rate: 0, rows, chatter: [] });
const crash = (seq, broker, cause) => [0, seq, seq, cause, 0, 0, broker];

test("a frame changes the view and tells its events", () => {
  const store = opened();
  const heard = [];
  store.listen((change) => heard.push(...change.events));
  assert.equal(store.frame(frame(10, 12, [crash(11, 1, "cmd:1"), crash(12, 2, 11)])), true);
  assert.deepEqual(store.state.view.brokers, { 1: "down", 2: "down" });
  assert.deepEqual(heard.map((event) => event.seq), [11, 12]);
  assert.deepEqual(store.seen(), { timeline: 1, seq: 12 });
});

test("a gap and another timeline are refused, a repetition is not told twice", () => {
  const store = opened();
  assert.equal(store.frame(frame(11, 12)), false);
  assert.equal(store.frame({ ...frame(10, 12), timeline: 2 }), false);
  store.frame(frame(10, 11, [crash(11, 1, null)]));
  const heard = [];
  store.listen((change) => heard.push(...change.events));
  assert.equal(store.frame(frame(10, 12, [crash(11, 1, null), crash(12, 2, 11)])), true);
  assert.deepEqual(heard.map((event) => event.seq), [12]);
});

test("going back forgets what has not happened yet", () => {
  const store = opened();
  store.frame(frame(10, 12, [crash(11, 1, null), crash(12, 2, 11)]));
  store.keyframe({ timeline: 1, seq: 11, at_us: 11, rate: 0, names: [], view: {}, room: {} });
  assert.deepEqual(store.state.events.map((event) => event.seq), [11]);
});

test("the chain of causes leads to the command, or says that it is no longer held", () => {
  const store = opened();
  store.frame(frame(10, 13, [crash(11, 1, "cmd:4"), crash(12, 2, 11), crash(13, 3, 2)]));
  const { bySeq } = store.state;
  assert.deepEqual(causeChain(bySeq, bySeq.get(12)).map((row) => row.command ?? row.event.seq), ["cmd:4", 11, 12]);
  assert.deepEqual(causeChain(bySeq, bySeq.get(13)).map((row) => row.lost ?? row.event.seq), [true, 13]);
});
