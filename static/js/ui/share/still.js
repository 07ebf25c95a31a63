// A stage that stands still: drawn once from a moment that is in the page itself, and anew when the page
// says that there is another one.

import { makeStage } from "../../view/stage.js";
import { makeRun, wordsOfPage } from "../run.js";

let stage = null;

async function draw() {
  const host = document.querySelector("[data-still]");
  const island = document.getElementById("still-data");
  stage?.destroy();
  stage = null;
  if (!host || !island) return;
  const words = await wordsOfPage();
  if (!host.isConnected) return;
  const run = makeRun();
  stage = makeStage({ host, ...run, words, options: { still: true, drives: false } });
  run.store.keyframe(JSON.parse(island.textContent));
  host.dataset.ready = "true";
}

const print = document.querySelector("[data-print]");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => globalThis.print());
}
new MutationObserver(() => stage?.draw()).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
addEventListener("stillchange", draw);
draw();
