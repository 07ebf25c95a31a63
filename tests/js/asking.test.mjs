// Asking the stage: whom an event is about, who wrote a value, what can be typed, where a sentence stands.

import assert from "node:assert/strict";
import { test } from "node:test";
import { completions } from "../../static/js/model/completion.js";
import { actorOf, isAbout } from "../../static/js/model/mentions.js";
import { lastOfRecord, toldChain } from "../../static/js/model/why.js";
import { makeWriters } from "../../static/js/model/writers.js";
import { bestSpot, wrapped } from "../../static/js/view/voice.js";
import { TYPES } from "../../static/js/wire/vocabulary.js";
import { lineOf } from "../../static/js/ui/inspect/forms.js";
import { parseSubject } from "../../static/js/ui/inspect/subject.js";
import { isOutside, valueOf } from "../../static/js/ui/settings/values.js";
import { makeWords } from "../../static/js/lib/words.js";
import { recordedLines } from "./recorded.mjs";

const VIEW = {
  brokers: { 1: {}, 2: {} },
  topics: { orders: { 0: { leader: 1 }, 1: { leader: 2 } } },
  topic_configs: { orders: {}, __consumer_offsets: { internal: true } },
  producers: { checkout: { topic: "orders", keys: ["ada", "bo"] } },
  members: { "billing-1": { group: "billing" }, "billing-2": { group: "billing" } },
  groups: { billing: {} },
  voters: { q1: {}, "broker-1": {} },
};
const part = (name, kind, named, preset) => ({ name, kind, named, ...(preset === undefined ? {} : { default: preset }) });
const GRAMMAR = {
  "crash broker": { verb: "crash", kind: "broker", parts: [part("broker", "int", false)] },
  "crash member": { verb: "crash", kind: "member", parts: [part("member", "id", false)] },
  cut: { verb: "cut", kind: "", parts: [part("a", "id", false), part("b", "id", false), part("oneway", "bool", true, "false")] },
  publish: { verb: "publish", kind: "", parts: [part("producer", "id", false), part("topic", "topic", false), part("key", "text", true, "null"), part("value", "text", true, '""'), part("partition", "int", true, "null"), part("acks", "acks", true, "null")] },
  when: { verb: "when", kind: "", parts: [] },
};
const texts = (line) => completions(line, GRAMMAR, VIEW).options.map(({ text }) => text);

test("a line is completed word by word: verb, kind, ids of this room, fields, values", () => {
  assert.deepEqual(texts(""), ["crash", "cut", "publish", "when"]);
  assert.deepEqual(texts("cr"), ["crash"]);
  assert.deepEqual(texts("crash "), ["broker", "member"]);
  assert.deepEqual(texts("crash broker "), ["1", "2"]);
  assert.deepEqual(texts("crash member billing-"), ["billing-1", "billing-2"]);
  assert.deepEqual(texts("cut broker-1 "), ["broker-2", "checkout", "billing-1", "billing-2", "q1"]);
  assert.deepEqual(texts("publish checkout "), ["orders"]);
  assert.deepEqual(texts("publish checkout orders "), ["key=", "value=", "partition=", "acks="]);
  assert.deepEqual(texts("publish checkout orders key="), ["ada", "bo"]);
  assert.deepEqual(texts('publish checkout orders key=ada value="1 lamp" '), ["partition=", "acks="]);
  assert.deepEqual(texts("publish checkout orders partition="), ["0", "1"]);
  assert.deepEqual(texts("publish checkout orders acks=a"), ["all"]);
  assert.deepEqual(texts("crash broker 2 "), []);
  assert.deepEqual(texts("fly "), []);
});

test("what is completed replaces only the word that was begun", () => {
  const line = "publish checkout orders key=a";
  const found = completions(line, GRAMMAR, VIEW);
  assert.equal(line.slice(0, found.from) + found.options[0].text, "publish checkout orders key=ada");
  assert.equal(found.command, "publish");
});

test("a condition is followed by a command of its own", () => {
  assert.deepEqual(texts("when client.ack_received producer=checkout do crash "), ["broker", "member"]);
});

test("an event is about those whom its fields name", () => {
  const appended = { type: "log.record_appended", broker: 3, topic: "orders", partition: 1, offset: 7, producer: "checkout", record: 12 };
  const about = (id) => isAbout(appended, parseSubject(id));
  assert.ok(about("broker:3") && about("log:orders:1:3") && about("producer:checkout") && about("record:orders:1:3:7"));
  assert.ok(!about("broker:1") && !about("log:orders:1:2") && !about("log:orders:0:3") && !about("group:billing"));
  const sent = { type: "network.sent", source: "billing-1", target: "broker-2", summary: { at: [["orders", 0, 4]] } };
  assert.ok(isAbout(sent, parseSubject("member:billing-1")) && isAbout(sent, parseSubject("broker:2")) && isAbout(sent, parseSubject("log:orders:0:1")));
});

test("a sentence stands beside what it is about", () => {
  assert.equal(actorOf({ type: "broker.crashed", broker: 2 }, VIEW), "broker:2");
  assert.equal(actorOf({ type: "log.record_appended", broker: 3, topic: "orders", partition: 1, producer: "checkout" }, VIEW), "log:orders:1:3");
  assert.equal(actorOf({ type: "controller.leader_elected", topic: "orders", partition: 1, leader: 3 }, VIEW), "log:orders:1:3");
  assert.equal(actorOf({ type: "client.ack_received", producer: "checkout", topic: "orders", partition: 1 }, VIEW), "producer:checkout");
  assert.equal(actorOf({ type: "group.rebalanced", group: "billing" }, VIEW), "group:billing");
  assert.equal(actorOf({ type: "network.cut", source: "broker-1", target: "broker-2" }, VIEW), "broker:1");
  assert.equal(actorOf({ type: "controller.controller_elected", node: "q1" }, VIEW), "voter:q1");
  assert.equal(actorOf({ type: "controller.quorum_lost" }, VIEW), null);
});

test("why a number is so: the newest event that wrote it, for every kind of value", () => {
  const writers = makeWriters(TYPES);
  const events = recordedLines().flatMap((line) => line.event ?? line.events ?? []);
  const crash = { type: "broker.crashed", broker: 2, seq: 9, at_us: 1 };
  assert.equal(writers.last([crash, { type: "broker.crashed", broker: 3, seq: 10, at_us: 2 }], ["brokers", "2", "state"]), crash);
  const elected = { type: "controller.leader_elected", topic: "orders", partition: 1, leader: 3, seq: 11, at_us: 3 };
  assert.equal(writers.last([crash, elected], ["topics", "orders", "1", "leader"]), elected);
  assert.equal(writers.last([crash, elected], ["topics", "orders", "0", "leader"]), null);
  assert.ok(Array.isArray(events));
});

test("why a record: the newest event about it", () => {
  const events = [
    { type: "client.record_created", record: 4, topic: "orders", partition: 1 },
    { type: "log.record_appended", record: 4, topic: "orders", partition: 1, offset: 7 },
    { type: "client.record_processed", record: 5, topic: "orders", partition: 1, offset: 8 },
  ];
  assert.equal(lastOfRecord(events, { topic: "orders", partition: 1, offset: 7, record: 4 }), events[1]);
  assert.equal(lastOfRecord(events, { topic: "orders", partition: 1, offset: 8 }), events[2]);
  assert.equal(lastOfRecord(events, { topic: "orders", partition: 0, offset: 8 }), null);
});

test("a chain that the server told begins where it began", () => {
  const rows = toldChain({ events: [{ seq: 9, cause: 4 }, { seq: 4, cause: 2 }], began: "cmd:3" });
  assert.deepEqual(rows.map((row) => row.command ?? row.event.seq), ["cmd:3", 4, 9]);
  assert.deepEqual(Object.keys(toldChain({ events: [], began: "cmd:0" })[0]), ["opening"]);
});

test("a form's line leaves out what was left as it is", () => {
  const inputs = new Map(GRAMMAR.publish.parts.map((one) => [one, { value: { producer: "checkout", topic: "orders", value: "1 lamp", acks: "all" }[one.name] ?? "" }]));
  assert.equal(lineOf("publish", GRAMMAR.publish.parts, inputs), 'publish checkout orders value="1 lamp" acks=all');
});

test("a setting here: a topic's change before the scene's before the default", () => {
  const row = { default: "1", low: "1" };
  const here = { topic: { orders: { "min.insync.replicas": "2" } }, broker: { "": { "a.b": "5" } } };
  assert.equal(valueOf({ scope: "topic", name: "min.insync.replicas", row, id: "orders", here }), "2");
  assert.equal(valueOf({ scope: "topic", name: "min.insync.replicas", row, id: "orders", here, changed: { "min.insync.replicas": 3 } }), "3");
  assert.equal(valueOf({ scope: "topic", name: "min.insync.replicas", row, id: "audit", here }), "1");
  assert.equal(valueOf({ scope: "broker", name: "a.b", row, id: "2", here }), "5");
  assert.ok(isOutside("600", { low: "1048576" }));
  assert.ok(!isOutside("600", { low: "1" }));
});

test("a sentence takes a street next to its actor, rather an empty one, never more than it holds", () => {
  const at = { x: 100, y: 100, w: 200, h: 50 };
  const near = { x: 0, y: 160, w: 900, h: 50, busy: false };
  const far = { x: 0, y: 400, w: 900, h: 50, busy: false };
  const text = "Broker 2 crashes, so its memory is gone; its log stays on disk.";
  const spot = bestSpot([far, near], at, text, 14);
  assert.ok(spot.y >= near.y && spot.y + spot.h <= near.y + near.h && spot.x >= near.x && spot.x + spot.w <= near.x + near.w);
  assert.ok(bestSpot([{ ...near, busy: true }, { ...near, y: 250 }], at, text, 14).y >= 250);
  assert.equal(bestSpot([{ ...near, w: 60 }], at, text, 14), null);
  assert.equal(wrapped(text, 2000, 14, 1).length, 1);
});

test("the log depth is the event's own fields, in every language", () => {
  const words = makeWords({ labels: {}, sentences: { "broker.crashed": { plain: "Broker {broker} crashes." } } });
  const event = { type: "broker.crashed", seq: 3, at_us: 7, cause: null, also: [], because: [], broker: 2 };
  assert.equal(words.sentence(event), "Broker 2 crashes.");
  assert.equal(words.sentence(event, "precise"), "Broker 2 crashes.");
  assert.equal(words.sentence(event, "log"), "broker.crashed broker=2");
});
