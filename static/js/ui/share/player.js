// Plays recorded messages into a store as a server would send them. Time is the timeline's own; a jump
// to another moment folds what lies between in a store that nobody watches.

import { makeStore } from "../../model/store.js";
import { growNames } from "../../wire/codec.js";

const TICK_MS = 50;
const still = { keyframe() {}, frame() {}, now_us: () => 0 };

/** `runs` = [{name, messages}]; `onMove({ms, at_us, playing})` hears of every change. */
export function makePlayer({ runs, store, timeline, codec, fold, onMove }) {
  let messages = runs[0].messages;
  let next = 1;
  let ms = 0;
  let epoch = 0;
  let speed = 1;
  let timer = null;
  let last_ms = 0;

  const end_ms = () => messages[messages.length - 1].stage_ms;
  const told = (message, rate) => ({ ...message, timeline: epoch, rate });

  function say() {
    onMove({ ms, at_us: timeline.now_us(), playing: timer !== null, end_ms: end_ms() });
  }

  /** Everything up to a place at once; the store then shows it as a jump. */
  function jump(to_ms) {
    const scratch = makeStore({ codec, fold, timeline: still });
    let names = growNames([], messages[0].names);
    epoch += 1;
    scratch.keyframe(told(messages[0], 0));
    let at = messages[0];
    for (next = 1; next < messages.length && messages[next].stage_ms <= to_ms; next += 1) {
      at = messages[next];
      names = growNames(names, at.names);
      scratch.frame(told(at, 0));
    }
    const { view, seq, events, bySeq } = scratch.state;
    // A jump is a way back for whoever listens: what was shown is dropped, what had happened is known.
    Object.assign(store.state, { events, bySeq, seq: Number.MAX_SAFE_INTEGER, timeline: epoch });
    store.keyframe({ ...messages[0], view, seq, names, at_us: at.at_us, stage_ms: at.stage_ms, timeline: epoch, rate: rate() });
    ms = Math.min(Math.max(0, to_ms), end_ms());
    say();
  }

  function rate() {
    return timer === null ? 0 : messages[Math.max(0, next - 1)].rate * speed;
  }

  function tick() {
    const now_ms = timeline.real_ms();
    ms = Math.min(end_ms(), ms + (now_ms - last_ms) * speed);
    last_ms = now_ms;
    while (next < messages.length && messages[next].stage_ms <= ms) {
      store.frame(told(messages[next], messages[next].rate * speed));
      next += 1;
    }
    if (next >= messages.length) pause();
    else say();
  }

  /** Time stands, or goes on, from what is shown. */
  function turn() {
    const { seq } = store.state;
    store.frame({ from: seq, to: seq, at_us: timeline.now_us(), rows: [], timeline: epoch, rate: rate() });
    say();
  }

  function play() {
    if (timer !== null) return;
    if (next >= messages.length) jump(0);
    last_ms = timeline.real_ms();
    timer = setInterval(tick, TICK_MS);
    turn();
  }

  function pause() {
    if (timer === null) return;
    clearInterval(timer);
    timer = null;
    turn();
  }

  /** To just after the next message in which something is worth telling. */
  function step(isTold) {
    pause();
    for (let n = next; n < messages.length; n += 1) if (isTold(messages[n].rows)) return jump(messages[n].stage_ms);
    return jump(end_ms());
  }

  function back(isTold) {
    pause();
    for (let n = next - 2; n > 0; n -= 1) if (isTold(messages[n].rows)) return jump(messages[n].stage_ms);
    return jump(0);
  }

  return {
    play,
    pause,
    step,
    back,
    jump,
    toggle: () => (timer === null ? play() : pause()),
    choose(n) {
      const was = ms;
      messages = runs[n].messages;
      jump(Math.min(was, end_ms()));
    },
    speed(value) {
      speed = value;
      if (timer !== null) turn();
    },
  };
}
