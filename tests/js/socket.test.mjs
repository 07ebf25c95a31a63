// The connection greets, acknowledges, comes back by itself and sends open intents again, same id.

import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { backoffMs, openSocket } from "../../static/js/wire/socket.js";

class FakeSocket extends EventTarget {
  readyState = 0;
  sent = [];

  send(text) {
    this.sent.push(JSON.parse(text));
  }

  opens() {
    this.readyState = 1;
    this.dispatchEvent(new Event("open"));
  }

  says(message) {
    this.dispatchEvent(Object.assign(new Event("message"), { data: JSON.stringify(message) }));
  }

  drops() {
    this.readyState = 3;
    this.dispatchEvent(new Event("close"));
  }
}

function opened() {
  const sockets = [];
  const states = [];
  const got = [];
  const connection = openSocket({
    url: "ws://test",
    seen: () => ({ timeline: 3, seq: 42, v: "abc" }),
    onMessage: (message) => got.push(message),
    onState: (state) => states.push(state),
    makeSocket: () => {
      sockets.push(new FakeSocket());
      return sockets[sockets.length - 1];
    },
    random: () => 0,
  });
  return { connection, sockets, states, got };
}

test("it says hello with what the page has seen and acknowledges what asks for it from the handler", () => {
  const { sockets, got } = opened();
  sockets[0].opens();
  const [hello] = sockets[0].sent;
  assert.deepEqual({ ...hello, id: "" }, { id: "", type: "hello", timeline: 3, seq: 42, v: "abc" });
  sockets[0].says({ type: "frame", to: 42 });
  assert.equal(sockets[0].sent.length, 1);
  sockets[0].says({ type: "frame", to: 42, ask: true });
  assert.deepEqual(sockets[0].sent[1], { type: "seen", seq: 42 });
  sockets[0].says({ type: "notice", code: "room", fields: {} });
  assert.equal(sockets[0].sent.length, 2);
  sockets[0].says({ type: "keyframe", seq: 42 });
  assert.deepEqual(sockets[0].sent[2], { type: "seen", seq: 42 });
  assert.equal(got.length, 4);
});

test("an intent without an answer is sent again after a break, with the same id", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { connection, sockets, states } = opened();
  sockets[0].opens();
  const answer = connection.send("command", { text: "crash broker 2" });
  const first = sockets[0].sent.find((message) => message.type === "command");
  sockets[0].drops();
  mock.timers.tick(10_000);
  sockets[1].opens();
  const again = sockets[1].sent.find((message) => message.type === "command");
  assert.deepEqual(again, first);
  sockets[1].says({ type: "ack", id: first.id });
  await answer;
  sockets[1].drops();
  mock.timers.tick(10_000);
  sockets[2].opens();
  assert.equal(sockets[2].sent.some((message) => message.type === "command"), false);
  assert.ok(states.includes("away"));
  mock.timers.reset();
});

test("a refusal rejects with its code and fields", async () => {
  const { connection, sockets } = opened();
  sockets[0].opens();
  const answer = connection.send("step");
  const { id } = sockets[0].sent.find((message) => message.type === "step");
  sockets[0].says({ type: "error", id, code: "not_allowed", fields: { role: "viewer" } });
  await assert.rejects(answer, (refusal) => refusal.code === "not_allowed" && refusal.fields.role === "viewer");
});

test("waits double up to a limit, and chance spreads them", () => {
  assert.deepEqual([0, 1, 2, 9].map((n) => backoffMs(n, 1)), [400, 800, 1600, 8000]);
  assert.equal(backoffMs(2, 0), 800);
});
