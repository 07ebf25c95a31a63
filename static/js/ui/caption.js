// The caption band: one sentence of what matters most now, held long enough to be read, in the depth
// that this person chose; the plain one stands beside its actor on the stage too.

import { write } from "../lib/dom.js";
import { actorOf } from "../model/mentions.js";
import { badge, importance, isCritical, makeSpeaker } from "../model/narration.js";

const PER_WORD_MS = 200;
const LEAST_MS = 1300;
const CROWDED_MS = 1100;

export function makeCaption({ root, store, timeline, words, why, voice = null, cards = null }) {
  const badgeNode = root.querySelector("[data-badge]");
  const textNode = root.querySelector("[data-text]");
  const whyButton = root.querySelector("[data-why]");
  const hold_ms = (event, crowded) => (crowded ? CROWDED_MS : Math.max(LEAST_MS, words.sentence(event).split(" ").length * PER_WORD_MS));
  const speaker = makeSpeaker({ least: 1, hold_ms });
  let timer = null;
  let shown = null;
  let merged = 0;
  let told = "";
  /** Terms that were explained before, with the event that used each first: only its sentence marks it. */
  const firstUse = new Map();

  function next() {
    timer = null;
    const said = speaker.say(timeline.real_ms());
    if (said) show(said);
    const due = speaker.due(timeline.real_ms());
    if (due !== null) timer = setTimeout(next, Math.max(30, due));
  }

  function show(said) {
    shown = said.event;
    merged = said.merged;
    write(badgeNode, words.label(`caption.${badge(shown)}`));
    badgeNode.hidden = false;
    root.dataset.seq = String(shown.seq);
    root.dataset.type = shown.type;
    root.classList.toggle("is-critical", isCritical(shown));
    if (whyButton) whyButton.hidden = false;
    tell();
    voice?.say(actorOf(shown, store.state.view), words.sentence(shown));
  }

  function tell() {
    if (!shown) return;
    root.dataset.depth = words.depth();
    const more = merged > 0 ? ` ${words.label("caption.and_more", { n: merged })}` : "";
    setText(words.tell(shown) + more, shown.seq);
  }

  function setText(text, seq) {
    if (text === told) return;
    told = text;
    const isFirst = (term) => {
      if (!firstUse.has(term)) firstUse.set(term, seq);
      return firstUse.get(term) === seq;
    };
    textNode.replaceChildren(...(cards && words.depth() !== "log" ? cards.marked(text, isFirst) : [text]));
  }

  /** After a jump in time the band says what had happened last by then. */
  function jump() {
    speaker.clear();
    const last = store.state.events.findLast((event) => importance(event) > 0);
    if (last) show({ event: last, merged: 0 });
    else nothing();
  }

  function nothing() {
    shown = null;
    setText("", 0);
    badgeNode.hidden = true;
    if (whyButton) whyButton.hidden = true;
    voice?.clear();
  }

  whyButton?.addEventListener("click", () => shown && why(shown));
  words.onDepth(tell);
  store.listen((change) => {
    if (change.back) jump();
    else if (change.whole) voice?.place();
    speaker.offer(change.events);
    if (timer === null) next();
  });
  return { shown: () => shown };
}
