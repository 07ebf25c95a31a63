// The home page's living stage: the shared demo run, seen by everybody; the first press takes the
// visitor into a room of their own at that moment.

import { makeStage } from "../view/stage.js";
import { makeCaption } from "./caption.js";
import { connect, makeRun, wordsOfPage } from "./run.js";

const page = document.querySelector("[data-demo]");
const REDUCED = matchMedia("(prefers-reduced-motion: reduce)");

/** Two partitions are enough for a first look, one of them led by the broker that the scene fails. */
const FOCUS = { rows: [["orders", 1], ["orders", 2]], compact: true };

async function start() {
  const words = await wordsOfPage();
  const run = makeRun();
  const host = page.querySelector('[data-part="stage"]');
  const form = page.querySelector("form");
  const stage = makeStage({ host, ...run, words, options: { focus: FOCUS, still: REDUCED.matches, drives: false } });
  REDUCED.addEventListener("change", () => stage.setStill(REDUCED.matches));
  new MutationObserver(() => stage.draw()).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  makeCaption({ root: page.querySelector('[data-part="caption"]'), ...run, words, why: () => form.requestSubmit() });
  run.store.listen((change) => change.whole && showFault(stage, host));
  host.addEventListener("click", () => form.requestSubmit());
  connect(run, page.dataset.socket, { onNotice: () => {}, onState: (state) => (page.dataset.connection = state), lite: false });
  page.dataset.ready = "true";
}

/** A narrow screen holds one column: the broker that the scene fails. */
function showFault(stage, host) {
  const column = stage.plan()?.columns.find(({ id }) => id === "broker:2");
  if (column) host.scrollLeft = column.x + column.w / 2 - host.clientWidth / 2;
}

start();
