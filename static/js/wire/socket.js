// One connection to the room: greets with what the page has seen, comes back by itself, and
// sends an intent again after a break until it has its answer.

import { idMaker } from "./ids.js";

const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 8000;

/** Wait before try n (0, 1, 2 …): doubling, with a random half so that a class does not return at once. */
export function backoffMs(tries, random) {
  const full = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** tries);
  return Math.round(full / 2 + (full / 2) * random);
}

/**
 * `seen()` gives {timeline, seq, v}; `onMessage(message)` handles keyframes, frames and notices;
 * `onState("connecting" | "open" | "away")`. `send(type, fields)` resolves with the ack and
 * rejects with {code, fields}.
 */
export function openSocket({ url, seen, onMessage, onState, makeSocket = (at) => new WebSocket(at), random = Math.random }) {
  const nextId = idMaker();
  const pending = new Map();
  let socket = null;
  let tries = 0;
  let timer = null;
  let closed = false;

  function connect() {
    timer = null;
    onState(tries === 0 ? "connecting" : "away");
    socket = makeSocket(url);
    socket.addEventListener("open", greet);
    socket.addEventListener("message", receive);
    socket.addEventListener("close", lost);
  }

  function greet() {
    tries = 0;
    put({ id: nextId(), type: "hello", ...seen() });
    for (const { message } of pending.values()) put(message);
    onState("open");
  }

  function receive(event) {
    const message = JSON.parse(event.data);
    if (message.type === "ack" || message.type === "error") settle(message);
    else {
      onMessage(message);
      if (message.type === "keyframe" || message.ask) put({ type: "seen", seq: seen().seq });
    }
  }

  function settle(message) {
    const waiting = pending.get(message.id);
    if (!waiting) {
      if (message.type === "error") onMessage({ type: "notice", code: message.code, fields: message.fields ?? {} });
      return;
    }
    pending.delete(message.id);
    if (message.type === "ack") waiting.resolve(message);
    else waiting.reject({ code: message.code, fields: message.fields ?? {} });
  }

  function lost() {
    if (closed) return;
    onState("away");
    timer = setTimeout(connect, backoffMs(tries, random()));
    tries += 1;
  }

  function put(message) {
    if (socket && socket.readyState === 1) socket.send(JSON.stringify(message));
  }

  function send(type, fields = {}) {
    const message = { id: nextId(), type, ...fields };
    return new Promise((resolve, reject) => {
      pending.set(message.id, { message, resolve, reject });
      put(message);
    });
  }

  /** Asks for what is missing after a gap. */
  function resume() {
    put({ id: nextId(), type: "hello", ...seen() });
  }

  function retryNow() {
    if (timer === null) return;
    clearTimeout(timer);
    connect();
  }

  function close() {
    closed = true;
    clearTimeout(timer);
    socket?.close();
  }

  connect();
  return { send, resume, retryNow, close };
}
