// The bar under the stage: start over, back, play or pause, step, speed, to the end, and the clock.

import { set, write } from "../lib/dom.js";
import { clock } from "../lib/format.js";

const SPEEDS = [250, 500, 1000, 2000, 4000, 8000];

export function makeControls({ page, part, store, timeline, words, acts, drives }) {
  const clockText = part("clock");
  const ratio = part("ratio");
  const play = page.querySelector('[data-do="play"]');
  const speed = part("speed");
  const playing = () => store.state.room?.playing ?? false;

  const DO = {
    start_over: (near) => acts.act("start_over", {}, near),
    back: (near) => acts.act("back", {}, near),
    play: (near) => acts.act(playing() ? "pause" : "play", {}, near),
    step: (near, thing) => acts.act("step", thing ? { thing: true } : {}, near),
    to_end: (near) => acts.act("to_end", {}, near),
    new_seed: (near) => acts.act("new_seed", {}, near),
    to_present: (near) => acts.act("seek", { at_us: store.state.room?.head_us ?? 0 }, near),
    return_to: (near) => acts.act("return_to", { timeline: returnTarget(store.state.room) }, near),
  };

  for (const button of page.querySelectorAll("[data-do]")) {
    button.addEventListener("click", (event) => DO[button.dataset.do]?.(button, event.shiftKey));
  }
  speed.addEventListener("change", () => acts.act("speed", { factor_permille: Number(speed.value) }, speed));

  function faster(direction) {
    const now = SPEEDS.indexOf(store.state.room?.speed_permille ?? 1000);
    const next = SPEEDS[Math.max(0, Math.min(SPEEDS.length - 1, (now < 0 ? 2 : now) + direction))];
    return acts.act("speed", { factor_permille: next });
  }

  /** Buttons stay pressable for viewers, so that a press can say why nothing happens; they look and read as off. */
  function update() {
    const off = drives() ? null : "true";
    for (const button of page.querySelectorAll("[data-do]")) set(button, { "aria-disabled": off });
    set(speed, { "aria-disabled": off });
    const room = store.state.room;
    if (!room) return;
    play.dataset.playing = String(Boolean(room.playing));
    write(play.querySelector("[data-word]"), words.label(room.playing ? "button.pause" : "button.play"));
    if (room.speed_permille) speed.value = String(room.speed_permille);
    page.querySelector('[data-do="return_to"]').hidden = !room.can_return;
    page.querySelector('[data-do="to_present"]').hidden = room.live !== false;
  }

  function showClock(now_us) {
    write(clockText, clock(now_us));
    const rate = timeline.rate();
    const slow = store.state.room?.slow_permille;
    const moving = slow ? words.label("clock.slower", { percent: Math.round(slow / 10) }) : words.label("clock.ratio", { time: words.duration(Math.round(rate * 1000)) });
    const text = rate > 0 ? moving : words.label(store.state.room?.hold ? "clock.held" : "clock.paused");
    write(ratio, text);
  }

  store.listen((change) => {
    if (change.room || change.whole) update();
  });
  update();
  return { clock: showClock, do: (name, thing = false) => DO[name](null, thing), faster };
}

/** The timeline that the present one left. */
function returnTarget(room) {
  const present = (room?.timelines ?? []).find((line) => line.n === room.timeline);
  return typeof room?.can_return === "number" ? room.can_return : (present?.parent ?? 0);
}
