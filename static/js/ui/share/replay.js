// The page of a replay: a stage, captions and buttons over recorded runs that stand in the page itself.

import { write } from "../../lib/dom.js";
import { makeWords } from "../../lib/words.js";
import { describe } from "../../model/describe.js";
import { makeFold } from "../../model/effects.js";
import { importance } from "../../model/narration.js";
import { makeStore } from "../../model/store.js";
import { makeTimeline } from "../../model/timeline.js";
import { TOLD } from "../../model/told.js";
import "../../model/town/told.js";
import { makeStage } from "../../view/stage.js";
import { makeCodec } from "../../wire/codec.js";
import { TYPES } from "../../wire/vocabulary.js";
import { makeCaption } from "../caption.js";
import { makeLive } from "../live.js";
import { makePlayer } from "./player.js";

const page = document.querySelector("[data-replay]");
const part = (name) => page.querySelector(`[data-part="${name}"]`);
const data = (id) => JSON.parse(document.getElementById(id).textContent);
const REDUCED = matchMedia("(prefers-reduced-motion: reduce)");
const MOST_TOLD = 200;
const NOTABLE = 2;

async function start() {
  if (page.dataset.family !== "kafka") await import("../inspect/town/register.js");
  const words = makeWords(data("words"), data("more"));
  await words.more();
  const codec = makeCodec(TYPES);
  const fold = makeFold(TYPES);
  const timeline = makeTimeline();
  const store = makeStore({ codec, fold, timeline });
  const stage = makeStage({ host: part("stage"), store, timeline, words, options: { still: REDUCED.matches, drives: false }, onTick: clock });
  REDUCED.addEventListener("change", () => stage.setStill(REDUCED.matches));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => stage.draw());
  const live = makeLive({ root: part("live"), words, timeline, store });
  makeCaption({ root: part("caption"), store, timeline, words, why: () => {} });
  const player = makePlayer({ runs: data("runs"), store, timeline, codec, fold, onMove });
  const track = part("track");
  let playing = false;

  function clock(at_us) {
    write(part("clock"), words.fill("{at|clock}", { at: at_us }));
  }

  function onMove(now) {
    playing = now.playing;
    track.max = String(Math.round(now.end_ms));
    if (document.activeElement !== track || playing) track.value = String(Math.round(now.ms));
    track.setAttribute("aria-valuetext", words.fill("{at|clock}", { at: now.at_us }));
    page.querySelector('[data-do="play"]').setAttribute("data-playing", String(playing));
    clock(now.at_us);
  }

  const isTold = (rows) => rows.some((row) => (TOLD[TYPES[row[0]].type]?.[0] ?? 0) >= NOTABLE);
  const acts = {
    play: () => player.toggle(),
    step: () => player.step(isTold),
    back: () => player.back(isTold),
    describe() {
      const text = describe(store.state.view, words.label);
      write(part("description"), text);
      live.now(text);
    },
  };
  for (const button of page.querySelectorAll("[data-do]")) button.addEventListener("click", acts[button.dataset.do]);
  for (const radio of page.querySelectorAll('[name="branch"]')) radio.addEventListener("change", () => player.choose(Number(radio.value)));
  track.addEventListener("input", () => {
    player.pause();
    player.jump(Number(track.value));
  });
  part("speed").addEventListener("change", (event) => player.speed(Number(event.target.value)));
  store.listen((change) => (change.whole || change.events.length > 0) && tell(store, words));
  player.jump(0);
  page.dataset.ready = "true";
}

/** The newest that is worth telling, last first; what is there already stays. */
function tell(store, words) {
  const list = part("told");
  const events = store.state.events.filter((event) => importance(event) > 0).slice(-MOST_TOLD).reverse();
  const known = new Map([...list.children].map((item) => [item.dataset.seq, item]));
  list.replaceChildren(...events.map((event) => known.get(`${event.seq}`) ?? line(event, words)));
}

function line(event, words) {
  const item = document.createElement("li");
  item.dataset.seq = String(event.seq);
  const time = document.createElement("time");
  time.textContent = words.fill("{at|clock}", { at: event.at_us });
  item.append(time, words.sentence(event));
  return item;
}

start();
