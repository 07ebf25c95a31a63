// One connection to the room: greets with what the page has seen, comes back by itself, and
// sends an intent again after a break until it has its answer.

import { makeTransport } from "./transport.js";

const FIRST_WAIT_MS = 1500;
const LEAST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 15_000;
/** The room is gone, or lets this browser in no more: asking again would be asking in vain. */
const FINAL = new Set([4403, 4404]);
/** Full, or too many tries from here: that passes, but not within seconds, nor for all at one instant. */
const LATER = new Set([4409, 4429]);
/** Longer than the server may hold an intent. */
const UNANSWERED_MS = 8000;

/**
 * Wait before try n (0, 1, 2 …): anything up to a bound that doubles. All of it is chance, so that a
 * class that loses its access point, or its server, does not return in one instant.
 */
export function backoffMs(tries, random, first_ms = FIRST_WAIT_MS) {
  const most = Math.min(LONGEST_WAIT_MS, first_ms * 2 ** tries);
  return Math.round(LEAST_WAIT_MS + (most - LEAST_WAIT_MS) * random);
}

/**
 * `seen()` gives {timeline, seq, v}; `onMessage(message)` handles keyframes, frames and notices;
 * `onState("connecting" | "open" | "away" | "ended", transport)`, the last one for good. `send(type, fields)` resolves with the ack and
 * rejects with {code, fields}.
 */
export function openSocket({ url, seen, onMessage, onState, transport = makeTransport(url), random = Math.random }) {
  const nextId = idMaker();
  const pending = new Map();
  let socket = null;
  let attempt = null;
  let tries = 0;
  let first_ms;
  let timer = null;
  let closed = false;

  function connect() {
    timer = null;
    onState(tries === 0 ? "connecting" : "away");
    attempt = transport.attempt({ onOpen: greet, onWorks: works, onMessage: receive, onLost: lost });
  }

  function greet(connection) {
    socket = connection;
    put({ id: nextId(), type: "hello", ...seen() });
    for (const { message } of pending.values()) put(message);
  }

  function works(name) {
    tries = 0;
    first_ms = undefined;
    onState("open", name);
  }

  function receive(event) {
    const message = JSON.parse(event.data);
    if (message.type === "ack" || message.type === "error") settle(message);
    else {
      if (message.code === "server_stops") first_ms = message.fields.back_in_ms;
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

  function lost({ code }) {
    socket = null;
    if (closed) return;
    if (FINAL.has(code)) {
      closed = true;
      onState("ended");
      return;
    }
    onState("away");
    timer = setTimeout(connect, LATER.has(code) ? LONGEST_WAIT_MS * (1 + random()) : backoffMs(tries, random(), first_ms));
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
      watch(message.id);
    });
  }

  /** A connection over which no answer comes is dead, whatever the browser thinks of it. */
  function watch(id) {
    setTimeout(() => {
      if (!pending.has(id) || closed) return;
      if (socket) attempt.drop();
      watch(id);
    }, UNANSWERED_MS);
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
    attempt?.close();
  }

  connect();
  return { send, resume, retryNow, close };
}

/** Ids of intents: unique per page without crypto.randomUUID, which plain http does not have. */
function idMaker(random = globalThis.crypto) {
  const bytes = random.getRandomValues(new Uint8Array(8));
  const prefix = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  let count = 0;
  return () => {
    count += 1;
    return `${prefix}-${count}`;
  };
}
