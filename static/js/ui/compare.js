// The page that compares two timelines: two stages, one clock, a track on which they part, a table of what
// differs. A narrow page shows one of the two, with what the other run holds drawn as ghosts.

import { clock } from "../lib/format.js";
import { set, write } from "../lib/dom.js";
import { makeStage } from "../view/stage.js";
import { VERSION } from "../wire/vocabulary.js";
import { makeCaption } from "./caption.js";
import { makeColumns } from "./columns.js";
import { markDifferences } from "./compare/differences.js";
import { makePlayer } from "./compare/player.js";
import { drawFork } from "./compare/track.js";
import { makeRun, wordsOfPage } from "./run.js";

const page = document.querySelector("[data-compare]");
const part = (name) => page.querySelector(`[data-part="${name}"]`);
const REDUCED = matchMedia("(prefers-reduced-motion: reduce)");
/** Two stages need this much to be read; on a narrower page one may still ask for both. */
const NARROW = matchMedia("(max-width: 1500px)");
const TABLE_MS = 1500;
const RETRY_MS = 700;

const slider = part("track").querySelector("input");
const play = page.querySelector('[data-do="play"]');
let tableAt = null;
let tableTimer = null;

async function start() {
  const words = await wordsOfPage();
  const runs = [makeRun(), makeRun()];
  const hosts = [...page.querySelectorAll("[data-side]")];
  const stages = hosts.map((host, i) => makeSide(host, runs[i], words));
  const player = makePlayer({ runs, load, onMoment, onProblem: () => set(part("problem"), { hidden: null }) });

  function mark() {
    const alone = page.dataset.shown !== "both";
    stages.forEach((stage, i) => {
      if (hosts[i].clientWidth > 0) markDifferences(stage, runs[i].store.state.view, runs[1 - i].store.state.view, alone);
    });
  }

  for (const { store } of runs) store.listen(mark);
  REDUCED.addEventListener("change", () => stages.forEach((stage) => stage.setStill(REDUCED.matches)));
  new MutationObserver(() => stages.forEach((stage) => stage.draw())).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });

  play.addEventListener("click", () => (player.playing() ? player.pause() : player.play()));
  part("speed").addEventListener("change", ({ target }) => player.setSpeed(Number(target.value) / 1000));
  slider.addEventListener("input", () => write(part("clock"), clock(Number(slider.value) * 1000)));
  slider.addEventListener("change", () => player.goTo(Number(slider.value) * 1000));
  page.addEventListener("click", ({ target }) => {
    const jump = target.closest?.("[data-jump]");
    if (jump) player.goTo(Number(jump.dataset.jump));
    const shown = target.closest?.("[data-show]");
    if (shown) show(shown.dataset.show);
  });
  addEventListener("keydown", (event) => {
    if (event.key === " " && !event.target.closest?.("button, a, select, input, summary")) {
      event.preventDefault();
      play.click();
    }
  });
  NARROW.addEventListener("change", () => show(NARROW.matches ? "a" : "both"));

  function show(which) {
    page.dataset.shown = which;
    for (const button of page.querySelectorAll("[data-show]")) set(button, { "aria-pressed": String(button.dataset.show === which) });
    stages.forEach((stage) => stage.draw());
    requestAnimationFrame(mark);
  }

  show(NARROW.matches ? "a" : "both");
  const columns = () => stages.forEach((stage, i) => toBroker(stage, hosts[i].querySelector('[data-part="stage"]'), runs[i].store.state.view));
  await player.goTo(page.dataset.at === "" ? null : Number(page.dataset.at));
  mark();
  columns();
  page.dataset.ready = "true";
}

function makeSide(root, run, words) {
  const host = root.querySelector('[data-part="stage"]');
  const stage = makeStage({ host, ...run, words, options: { focus: { compact: true }, still: REDUCED.matches, drives: false } });
  makeCaption({ root: root.querySelector('[data-part="caption"]'), ...run, words, why: () => {} });
  makeColumns({ root: root.querySelector('[data-part="columns"]'), host, stage, store: run.store, words });
  return stage;
}

/** A narrow screen holds one column: a broker that is not up is what one comes for, else the first. */
function toBroker(stage, host, view) {
  const brokers = stage.plan()?.columns.filter(({ id }) => id.startsWith("broker:")) ?? [];
  const column = brokers.find(({ id }) => view.brokers?.[id.slice(7)]?.state !== "up") ?? brokers[0];
  if (column) host.scrollLeft = column.x + column.w / 2 - host.clientWidth / 2;
}

/** A stretch of both runs; asked too often, it waits a little and asks again. */
async function load(from_us) {
  const query = from_us === null ? "" : `?from_us=${Math.max(0, Math.round(from_us))}`;
  for (let tries = 0; tries < 5; tries += 1) {
    const answer = await fetch(`${page.dataset.compare}stretch/${query}`);
    if (answer.ok) {
      const found = await answer.json();
      if (found.v !== VERSION) location.reload();
      return found;
    }
    if (answer.status !== 429) throw new Error(`the comparison answered ${answer.status}`);
    await new Promise((done) => setTimeout(done, RETRY_MS));
  }
  throw new Error("the comparison is too busy");
}

function onMoment({ at_us, end_us, playing, facts }) {
  write(part("clock"), clock(at_us));
  set(play, { "data-playing": String(playing) });
  write(play.querySelector("[data-word]"), play.dataset[playing ? "pause" : "play"]);
  set(part("problem"), { hidden: true });
  slider.max = String(Math.ceil(end_us / 1000));
  if (document.activeElement !== slider || playing) slider.value = String(Math.round(at_us / 1000));
  set(slider, { "aria-valuetext": clock(at_us) });
  drawFork(part("track"), facts);
  part("swap").href = `${part("swap").dataset.path}?at_us=${at_us}`;
  if (!playing) tell(at_us);
  else tableTimer ??= setTimeout(() => tell(at_us), TABLE_MS);
}

/** The table of what differs comes from the server, in the page's language. */
function tell(at_us) {
  clearTimeout(tableTimer);
  tableTimer = null;
  if (tableAt === at_us) return;
  tableAt = at_us;
  window.htmx?.ajax("GET", `${page.dataset.compare}table/?at_us=${at_us}`, { target: part("table"), swap: "innerHTML" });
}

start();
