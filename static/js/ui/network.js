// "Is this network fit?": tries both ways to the server as a room would, and says which work.

import { write } from "../lib/dom.js";
import { makeTimeline } from "../model/timeline.js";
import { openStream } from "../wire/stream.js";

const PATH = "/ws/probe/";
const PATIENCE_MS = 5000;
const PINGS = 5;
const FRAMES = 30;
const GAP_MS = 100;
/** A frame later than this is a picture that stands still for the class. */
const LATE_MS = 300;

const WAYS = {
  socket: () => new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${PATH}`),
  stream: () => openStream(PATH),
};

const page = document.querySelector("[data-network]");
const button = page.querySelector("[data-again]");
const { real_ms } = makeTimeline();

/** {ping_ms, frames, late, longest_ms} of a way, or null when it does not work. */
function tryWay(open) {
  return new Promise((resolve) => {
    const pings = [];
    const gaps = [];
    let sent_ms = 0;
    let last_ms = 0;
    const connection = open();
    let timer = setTimeout(done, PATIENCE_MS);

    function ping() {
      sent_ms = real_ms();
      connection.send(`ping ${pings.length}`);
    }

    function done() {
      clearTimeout(timer);
      connection.close();
      const median = [...pings].sort((a, b) => a - b)[Math.floor(pings.length / 2)];
      const late = gaps.filter((gap) => gap > GAP_MS + LATE_MS).length;
      resolve(pings.length < PINGS ? null : { ping_ms: Math.round(median), frames: gaps.length, late, longest_ms: Math.round(Math.max(0, ...gaps)) });
    }

    connection.addEventListener("open", ping);
    connection.addEventListener("close", done);
    connection.addEventListener("message", ({ data }) => {
      const now = real_ms();
      if (data.startsWith("ping")) {
        pings.push(now - sent_ms);
        if (pings.length < PINGS) ping();
        else {
          last_ms = now;
          connection.send("frames");
        }
        return;
      }
      gaps.push(now - last_ms);
      last_ms = now;
      clearTimeout(timer);
      timer = setTimeout(done, PATIENCE_MS);
      if (gaps.length === FRAMES) done();
    });
  });
}

/** Shows one of the sentences that the page holds, with its numbers. */
function show(root, name, numbers = {}) {
  for (const answer of root.querySelectorAll("[data-answer]")) answer.hidden = answer.dataset.answer !== name;
  for (const [key, value] of Object.entries(numbers)) {
    for (const place of root.querySelectorAll(`[data-number="${key}"]`)) write(place, String(value));
  }
  root.dataset.result = name;
}

async function test() {
  button.disabled = true;
  const verdict = page.querySelector("[data-verdict]");
  show(verdict, "trying");
  const results = {};
  for (const [name, open] of Object.entries(WAYS)) {
    const row = page.querySelector(`[data-way="${name}"]`);
    show(row, "trying");
    results[name] = await tryWay(open);
    show(row, results[name] ? "works" : "blocked", results[name] ?? {});
  }
  show(verdict, judge(results));
  button.disabled = false;
}

function judge({ socket, stream }) {
  const used = socket ?? stream;
  if (!used) return "unfit";
  if (used.frames < FRAMES || used.late > FRAMES / 10) return "slow";
  return socket ? "fit" : "fallback";
}

button.addEventListener("click", test);
test();
