// What is told: faults and decisions never get lost, details give way, nothing is told faster than it can be read.

import assert from "node:assert/strict";
import { test } from "node:test";
import { importance, makeSpeaker } from "../../static/js/model/narration.js";
import { TOLD } from "../../static/js/model/told.js";
import "../../static/js/model/town/told.js";
import { TYPES } from "../../static/js/wire/vocabulary.js";

const event = (seq, type, fields = {}) => ({ seq, type, at_us: seq * 1_000_000, cause: null, ...fields });
const speaker = () => makeSpeaker({ least: 1, hold_ms: () => 2000 });

test("all critical events are told, in order, one per two seconds", () => {
  const it = speaker();
  it.offer([event(1, "broker.crashed"), event(2, "log.record_appended"), event(3, "controller.broker_fenced"), event(4, "controller.leader_elected")]);
  const told = [];
  for (let ms = 0; ms < 20_000; ms += 100) {
    const said = it.say(ms);
    if (said) told.push([ms, said.event.type]);
  }
  assert.deepEqual(told, [[0, "broker.crashed"], [2000, "controller.broker_fenced"], [4000, "controller.leader_elected"]]);
});

test("a burst of equals is merged into its last one, and what stood between is kept", () => {
  const it = speaker();
  const at_us = 5;
  it.offer([event(1, "controller.leader_elected", { at_us }), event(2, "replication.isr_shrunk", { at_us }), event(3, "controller.leader_elected", { at_us })]);
  const first = it.say(0);
  assert.equal(first.event.seq, 3);
  assert.equal(first.merged, 1);
  assert.equal(it.say(2000).event.seq, 2);
  assert.equal(it.say(4000), null);
});

test("of mere details only the newest is told", () => {
  const it = speaker();
  it.offer([event(1, "log.record_appended"), event(2, "replication.replicated")]);
  assert.equal(it.say(0).event.seq, 2);
  assert.equal(it.say(2000), null);
});

test("a thousand details do not push a fault out", () => {
  const it = speaker();
  it.offer([event(1, "broker.crashed")]);
  for (let i = 2; i < 1000; i += 1) it.offer([event(i, "log.record_appended")]);
  assert.equal(it.say(0).event.type, "broker.crashed");
});

test("a command's own event is no detail, and Kafka's own topics are", () => {
  assert.equal(importance(event(1, "client.record_created")), 1);
  assert.equal(importance(event(1, "client.record_created", { cause: "cmd:3" })), 2);
  assert.equal(importance(event(1, "client.record_created", { cause: "cmd:0" })), 1);
  assert.equal(importance(event(1, "controller.leader_elected", { topic: "__consumer_offsets" })), 1);
});

test("every event that is told is in the vocabulary, and carries a badge that has a label", () => {
  const types = new Set(TYPES.map(({ type }) => type));
  for (const name of Object.keys(TOLD)) assert.ok(types.has(name), name);
});
