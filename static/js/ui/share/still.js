// A stage that stands still: drawn once from a moment that is in the page itself.

import { makeStage } from "../../view/stage.js";
import { makeRun, wordsOfPage } from "../run.js";

const host = document.querySelector("[data-still]");
const island = document.getElementById("still-data");

async function start() {
  const run = makeRun();
  const stage = makeStage({ host, ...run, words: await wordsOfPage(), options: { still: true, drives: false } });
  new MutationObserver(() => stage.draw()).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  run.store.keyframe(JSON.parse(island.textContent));
  host.dataset.ready = "true";
}

const print = document.querySelector("[data-print]");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => globalThis.print());
}
if (host && island) start();
