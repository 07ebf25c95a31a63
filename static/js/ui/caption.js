// The caption band: one sentence of what matters most now, held long enough to be read.

import { write } from "../lib/dom.js";
import { badge, importance, isCritical, makeSpeaker } from "../model/narration.js";

const PER_WORD_MS = 200;
const LEAST_MS = 1300;
const CROWDED_MS = 1100;

export function makeCaption({ root, store, timeline, words, why }) {
  const badgeNode = root.querySelector("[data-badge]");
  const textNode = root.querySelector("[data-text]");
  const whyButton = root.querySelector("[data-why]");
  const hold_ms = (event, crowded) => (crowded ? CROWDED_MS : Math.max(LEAST_MS, words.sentence(event).split(" ").length * PER_WORD_MS));
  const speaker = makeSpeaker({ least: 1, hold_ms });
  let timer = null;
  let shown = null;

  function next() {
    timer = null;
    const said = speaker.say(timeline.real_ms());
    if (said) show(said);
    const due = speaker.due(timeline.real_ms());
    if (due !== null) timer = setTimeout(next, Math.max(30, due));
  }

  function show({ event, merged }) {
    shown = event;
    const more = merged > 0 ? ` ${words.label("caption.and_more", { n: merged })}` : "";
    write(badgeNode, words.label(`caption.${badge(event)}`));
    badgeNode.hidden = false;
    write(textNode, words.sentence(event) + more);
    root.dataset.seq = String(event.seq);
    root.classList.toggle("is-critical", isCritical(event));
    if (whyButton) whyButton.hidden = false;
  }

  /** After a jump in time the band says what had happened last by then. */
  function jump() {
    speaker.clear();
    const last = store.state.events.findLast((event) => importance(event) > 0);
    if (last) show({ event: last, merged: 0 });
    else write(textNode, "");
  }

  whyButton?.addEventListener("click", () => shown && why(shown));
  store.listen((change) => {
    if (change.back) jump();
    speaker.offer(change.events);
    if (timer === null) next();
  });
  return { shown: () => shown };
}
