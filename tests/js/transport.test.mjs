// A network that breaks websockets is noticed, and the stream takes over; what works is kept.

import assert from "node:assert/strict";
import { beforeEach, afterEach, mock, test } from "node:test";
import { openStream } from "../../static/js/wire/stream.js";
import { FIRST_WORD_MS, makeTransport } from "../../static/js/wire/transport.js";

class Fake extends EventTarget {
  readyState = 0;

  opens() {
    this.readyState = 1;
    this.dispatchEvent(new Event("open"));
  }

  says(data) {
    this.dispatchEvent(Object.assign(new Event("message"), { data }));
  }

  drops(code) {
    this.readyState = 3;
    this.dispatchEvent(Object.assign(new Event("close"), { code }));
  }

  close() {
    this.readyState = 3;
  }
}

function tried() {
  const made = [];
  const opener = (name) => () => {
    made.push(Object.assign(new Fake(), { name }));
    return made[made.length - 1];
  };
  const transport = makeTransport("ws://test/ws/r/A/", { openers: { socket: opener("socket"), stream: opener("stream") } });
  const told = [];
  const attempt = () =>
    transport.attempt({
      onOpen: (_, name) => told.push(`open ${name}`),
      onWorks: (name) => told.push(`works ${name}`),
      onMessage: ({ data }) => told.push(data),
      onLost: ({ worked, code }) => told.push(`lost ${worked} ${code}`),
    });
  return { made, told, attempt, names: () => made.map(({ name }) => name) };
}

beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
afterEach(() => mock.timers.reset());

test("a socket that works is used alone", () => {
  const { made, told, attempt } = tried();
  attempt();
  made[0].opens();
  made[0].says("a");
  mock.timers.tick(60_000);
  assert.deepEqual(told, ["open socket", "works socket", "a"]);
  made[0].drops(1006);
  assert.equal(told.at(-1), "lost true 1006");
  assert.equal(made.length, 1);
});

test("a refused socket is followed by the stream at once, a silent one within 5 s", () => {
  for (const fail of [(one) => one.drops(1006), () => mock.timers.tick(FIRST_WORD_MS), (one) => (one.opens(), mock.timers.tick(FIRST_WORD_MS))]) {
    const { made, told, attempt, names } = tried();
    attempt();
    fail(made[0]);
    assert.deepEqual(names(), ["socket", "stream"]);
    made[1].opens();
    made[1].says("a");
    assert.deepEqual(told.slice(-3), ["open stream", "works stream", "a"]);
  }
  assert.ok(2 * FIRST_WORD_MS <= 5000);
});

test("what comes late over a way that was given up is not heard", () => {
  const { made, told, attempt } = tried();
  attempt();
  mock.timers.tick(FIRST_WORD_MS);
  made[0].opens();
  made[0].says("late");
  made[0].drops(1006);
  assert.deepEqual(told, []);
  assert.equal(made[0].readyState, 3);
});

test("the way that worked last is tried first, then the other one; when none works that is told once", () => {
  const { made, told, attempt, names } = tried();
  attempt();
  made[0].drops(1006);
  made[1].opens();
  made[1].says("a");
  made[1].drops(1006);
  attempt();
  assert.deepEqual(names(), ["socket", "stream", "stream"]);
  made[2].drops(1006);
  assert.deepEqual(names().slice(-1), ["socket"]);
  made[3].drops(1006);
  mock.timers.tick(60_000);
  assert.equal(told.filter((line) => line.startsWith("lost")).length, 2);
});

test("a room's own refusal is no reason to try another way", () => {
  const { made, told, attempt } = tried();
  attempt();
  made[0].opens();
  made[0].drops(4409);
  assert.deepEqual(told, ["open socket", "lost false 4409"]);
  assert.equal(made.length, 1);
});

class Source extends Fake {
  is(name, data) {
    this.dispatchEvent(Object.assign(new Event(name), { data }));
  }
}

function streamed(answers = []) {
  const source = new Source();
  const posts = [];
  const post = (at, { body }) => new Promise((resolve) => posts.push({ at, body, answer: (ok = true) => resolve({ ok }) }));
  let at = null;
  const stream = openStream("/ws/r/ABC/", { makeSource: (address) => ((at = address), source), post });
  const got = [];
  for (const name of ["open", "message", "close"]) stream.addEventListener(name, (event) => got.push([name, event.data ?? event.code]));
  return { stream, source, posts, got, at, answers };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("a stream opens with its id, brings messages, and posts to that id in order, one at a time", async () => {
  const { stream, source, posts, got, at } = streamed();
  assert.equal(at, "/sse/r/ABC/");
  assert.equal(stream.readyState, 0);
  source.is("stream", "secret");
  assert.equal(stream.readyState, 1);
  source.is("message", "hello");
  for (const text of ["1", "2", "3"]) stream.send(text);
  await settled();
  assert.deepEqual(posts.map(({ at: to, body }) => [to, body]), [["/sse/say/secret/", "1"]]);
  posts[0].answer();
  await settled();
  assert.equal(posts[1].body, "2\n3");
  assert.deepEqual(got, [["open", undefined], ["message", "hello"]]);
});

test("a stream ends once: by its code, by an error, by a post that is refused, by too much that waits", async () => {
  const ends = {
    4409: ({ source }) => source.is("end", "4409"),
    1006: ({ source }) => source.is("error"),
    post: async ({ stream, posts }) => {
      stream.send("1");
      posts[0].answer(false);
      await settled();
    },
    much: ({ stream }) => {
      for (let n = 0; n < 300; n += 1) stream.send("x");
    },
  };
  for (const [name, how] of Object.entries(ends)) {
    const parts = streamed();
    parts.source.is("stream", "secret");
    await how(parts);
    parts.source.is("error");
    const closes = parts.got.filter(([kind]) => kind === "close");
    assert.deepEqual(closes, [["close", name === "4409" ? 4409 : 1006]], name);
    assert.equal(parts.source.readyState, 3);
  }
});

test("a way whose code comes later is waited for, and one whose code does not come counts as lost", async () => {
  for (const comes of [true, false]) {
    const socket = new Fake();
    const stream = new Fake();
    const told = [];
    const openers = { socket: () => socket, stream: async () => (comes ? stream : Promise.reject(new Error("away"))) };
    const { attempt } = makeTransport("ws://test/ws/r/A/", { openers });
    attempt({ onOpen: () => {}, onWorks: (name) => told.push(`works ${name}`), onMessage: () => {}, onLost: ({ worked }) => told.push(`lost ${worked}`) });
    socket.drops(1006);
    await new Promise(setImmediate);
    stream.says("a");
    assert.deepEqual(told, [comes ? "works stream" : "lost false"]);
  }
});

test("a stream that comes after everything was closed is closed at once", async () => {
  const socket = new Fake();
  const stream = new Fake();
  const { attempt } = makeTransport("ws://test/ws/r/A/", { openers: { socket: () => socket, stream: async () => stream } });
  const tried = attempt({ onOpen: () => {}, onWorks: () => {}, onMessage: () => {}, onLost: () => assert.fail("closed, not lost") });
  socket.drops(1006);
  tried.close();
  await new Promise(setImmediate);
  assert.equal(stream.readyState, 3);
});
