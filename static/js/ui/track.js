// The line under the stage: a mark for each important event the page has seen, and where now is.
// It is a slider, so that mouse, touch and arrow keys can all go back and forth. The whole timeline, with
// forks and planned faults, is a drawer that is fetched when it is first asked for.

import { set, svg } from "../lib/dom.js";
import { clock } from "../lib/format.js";
import { badge, isCommanded, isCritical, importance } from "../model/narration.js";

const WIDTH = 1000;
const SPAN_US = 60_000_000;
const MOST = 200;

const isMarked = (event) => isCritical(event) || (isCommanded(event) && importance(event) > 0);

export function makeTrack({ page, root, drawerRoot, store, timeline, words, acts, drives }) {
  const drawing = svg("svg", { class: "track-marks", viewBox: `0 0 ${WIDTH} 36`, preserveAspectRatio: "none", "aria-hidden": "true" }, root);
  const slider = root.querySelector("input");
  let span_us = SPAN_US;
  let marks = [];
  let dragging = false;
  let drawer = null;
  const button = page.querySelector("[data-open-lab]");
  button.addEventListener("click", toggle);

  async function toggle() {
    try {
      const [{ buildDrawer }] = await Promise.all([import("./lab/drawer.js"), words.more()]);
      drawer ??= buildDrawer({ root: drawerRoot, button, page, store, words, acts, drives });
      drawer.now(timeline.now_us());
      drawer.toggle();
    } catch {
      acts.tell(words.label("connection.offline"));
    }
  }

  slider.addEventListener("input", () => {
    dragging = true;
    speak(Number(slider.value) * 1000);
  });
  slider.addEventListener("change", async () => {
    const at_us = Number(slider.value) * 1000;
    dragging = false;
    if (!(await acts.act("seek", { at_us }, slider))) now(timeline.now_us());
  });

  function speak(at_us) {
    set(slider, { "aria-valuetext": words.label("aria.clock", { time: clock(at_us) }) });
  }

  function fit(at_us) {
    const wanted = Math.max(SPAN_US, Math.ceil((at_us * 1.02) / SPAN_US) * SPAN_US);
    if (wanted === span_us) return;
    span_us = wanted;
    slider.max = String(span_us / 1000);
    for (const mark of marks) placeMark(mark);
  }

  function placeMark({ node, at_us }) {
    set(node, { x: Math.round((at_us / span_us) * WIDTH * 10) / 10 });
  }

  function add(event) {
    const node = svg("rect", { class: `tick tick-${badge(event)}`, y: isCritical(event) ? 5 : 11, height: isCritical(event) ? 26 : 14, width: isCritical(event) ? 3.2 : 1.8, rx: 1 }, drawing);
    const mark = { node, at_us: event.at_us, seq: event.seq };
    marks.push(mark);
    placeMark(mark);
    if (marks.length > MOST) marks.shift().node.remove();
  }

  function redraw() {
    for (const mark of marks) mark.node.remove();
    marks = [];
    for (const event of store.state.events) if (isMarked(event)) add(event);
  }

  function now(now_us) {
    drawer?.now(now_us);
    fit(Math.max(now_us, store.state.room?.head_us ?? 0));
    if (dragging) return;
    slider.value = String(Math.round(now_us / 1000));
    speak(now_us);
  }

  store.listen((change) => {
    if (change.back) redraw();
    for (const event of change.events) if (isMarked(event)) add(event);
    set(slider, { "aria-disabled": drives() ? null : "true" });
  });
  return { now, toggle };
}
