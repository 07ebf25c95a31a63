// The connection greets, acknowledges, comes back by itself and sends open intents again, same id.

import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { backoffMs, openSocket } from "../../static/js/wire/socket.js";
import { makeTransport } from "../../static/js/wire/transport.js";

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

  drops(code = 1006) {
    this.readyState = 3;
    this.dispatchEvent(Object.assign(new Event("close"), { code }));
  }

  close() {
    this.readyState = 3;
  }
}

function opened(random = () => 0) {
  const sockets = [];
  const socket = () => {
    sockets.push(new FakeSocket());
    return sockets[sockets.length - 1];
  };
  const states = [];
  const got = [];
  const connection = openSocket({
    url: "ws://test",
    seen: () => ({ timeline: 3, seq: 42, v: "abc" }),
    onMessage: (message) => got.push(message),
    onState: (state) => states.push(state),
    transport: makeTransport("ws://test", { openers: { socket } }),
    random,
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

test("waits are chance alone, up to a bound that doubles", () => {
  assert.deepEqual([0, 1, 2, 9].map((n) => backoffMs(n, 1)), [1500, 3000, 6000, 15000]);
  assert.deepEqual([0, 1, 9].map((n) => backoffMs(n, 0)), [100, 100, 100]);
  assert.equal(backoffMs(0, 0.5), 800);
});

test("a class of 300 that loses its server comes back spread over the whole wait", () => {
  const draws = Array.from({ length: 300 }, (_, n) => backoffMs(0, n / 300)).sort((a, b) => a - b);
  const busiest = Math.max(...draws.map((at) => draws.filter((other) => other >= at && other < at + 100).length));
  assert.ok(busiest <= 25, `${busiest} in the same tenth of a second`);
});

test("a server that stops says how far to spread", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { sockets, got } = opened(() => 1);
  sockets[0].opens();
  sockets[0].says({ type: "notice", code: "server_stops", fields: { back_in_ms: 4000 } });
  sockets[0].drops(4012);
  mock.timers.tick(3900);
  assert.equal(sockets.length, 1);
  mock.timers.tick(200);
  assert.equal(sockets.length, 2);
  assert.equal(got[0].code, "server_stops");
  mock.timers.reset();
});

test("after some closes a page comes back at once, after some later, after some never", () => {
  for (const [code, first_ms, last_ms] of [
    [4408, 100, 1500],
    [4410, 100, 1500],
    [4012, 100, 1500],
    [4409, 15_000, 30_000],
    [4429, 15_000, 30_000],
  ]) {
    for (const [chance, due_ms] of [[0, first_ms], [1, last_ms]]) {
      mock.timers.enable({ apis: ["setTimeout"] });
      const { connection, sockets, states } = opened(() => chance);
      sockets[0].opens();
      sockets[0].drops(code);
      assert.equal(states.at(-1), "away");
      mock.timers.tick(due_ms - 1);
      assert.equal(sockets.length, 1, `${code} too early`);
      mock.timers.tick(1);
      assert.equal(sockets.length, 2, `${code} too late`);
      connection.close();
      mock.timers.reset();
    }
  }
  for (const code of [4403, 4404]) {
    mock.timers.enable({ apis: ["setTimeout"] });
    const { connection, sockets, states } = opened();
    sockets[0].opens();
    sockets[0].drops(code);
    mock.timers.tick(100_000);
    connection.retryNow();
    assert.equal(sockets.length, 1, `${code} for good`);
    assert.equal(states.at(-1), "ended");
    mock.timers.reset();
  }
});

test("a connection over which no answer comes is given up, and the intent goes over the next one", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { connection, sockets } = opened();
  sockets[0].opens();
  sockets[0].says({ type: "frame", to: 42 });
  const answer = connection.send("step");
  mock.timers.tick(8_000);
  assert.equal(sockets[0].readyState, 3);
  mock.timers.tick(200);
  sockets[1].opens();
  const { id } = sockets[1].sent.find((message) => message.type === "step");
  sockets[1].says({ type: "ack", id });
  await answer;
  mock.timers.tick(20_000);
  assert.equal(sockets.length, 2);
  mock.timers.reset();
});
