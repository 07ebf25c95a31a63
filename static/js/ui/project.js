// The page for the wall: the run, its captions, and how to join; "q" shows and hides the latter.

import { write } from "../lib/dom.js";
import { makeStage } from "../view/stage.js";
import { makeCaption } from "./caption.js";
import { connect, makeRun, wordsOfPage } from "./run.js";

const page = document.querySelector("[data-wall]");
const REDUCED = matchMedia("(prefers-reduced-motion: reduce)");

async function start() {
  const words = await wordsOfPage();
  const run = makeRun();
  const stage = makeStage({ host: page.querySelector('[data-part="stage"]'), ...run, words, options: { still: REDUCED.matches, drives: false } });
  REDUCED.addEventListener("change", () => stage.setStill(REDUCED.matches));
  makeCaption({ root: page.querySelector('[data-part="caption"]'), ...run, words, why: () => {} });
  connect(run, page.dataset.socket, { onNotice: async (code, fields) => note(await words.refusal(code, fields)), onState: (state) => connection(state, words) });
  run.store.listen((change) => (change.room || change.whole) && update(run.store.state.room, words));
  page.dataset.ready = "true";
}

function update(room, words) {
  if (!room) return;
  for (const node of page.querySelectorAll("[data-code]")) write(node, room.code);
  write(page.querySelector('[data-part="people"]'), words.label("people.count", { n: room.people }));
  const picture = page.querySelector("[data-qr]");
  const source = `/r/${page.dataset.wall}/qr.svg?${room.code}`;
  if (!picture.src.endsWith(source) && page.dataset.code !== undefined && page.dataset.code !== room.code) picture.src = source;
  page.dataset.code = room.code;
}

function connection(state, words) {
  page.dataset.connection = state;
  if (state === "open") note("");
  else if (state === "away") note(words.label("connection.offline"));
}

/** What the class should know about a wall that stands still; it goes when the wall is live again. */
function note(text) {
  const place = page.querySelector('[data-part="note"]');
  write(place, text);
  place.hidden = text === "";
}

function toggle() {
  const open = page.dataset.board !== "open";
  page.dataset.board = open ? "open" : "closed";
  page.querySelector(".wall-corner").setAttribute("aria-expanded", String(open));
  page.querySelector('[data-part="stage"]').inert = open; // the board covers it
}

for (const button of page.querySelectorAll("[data-toggle]")) button.addEventListener("click", toggle);
addEventListener("keydown", (event) => {
  if (event.key === "q" && !event.ctrlKey && !event.metaKey && !event.altKey) toggle();
});
start();
