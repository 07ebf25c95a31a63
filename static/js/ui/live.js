// The polite live region: at most one message in two seconds, bursts merged, critical ones never dropped.

import { makeSpeaker } from "../model/narration.js";

const GAP_MS = 2000;

export function makeLive({ root, words, timeline, store }) {
  const speaker = makeSpeaker({ least: 2, hold_ms: () => GAP_MS });
  const urgent = [];
  let spoken_ms = -Infinity;
  let timer = null;

  function next() {
    timer = null;
    const real = timeline.real_ms();
    if (real - spoken_ms >= GAP_MS) {
      const text = urgent.length > 0 ? urgent.splice(0).join(" ") : sentence(speaker.say(real));
      if (text) {
        spoken_ms = real;
        root.textContent = text;
      }
    }
    const due = urgent.length > 0 ? spoken_ms + GAP_MS - real : speaker.due(real);
    if (due !== null) timer = setTimeout(next, Math.max(60, due));
  }

  function sentence(said) {
    if (!said) return "";
    const more = said.merged > 0 ? ` ${words.label("caption.and_more", { n: said.merged })}` : "";
    return words.sentence(said.event) + more;
  }

  /** Says a text as soon as the gap allows; for answers to what the person did. */
  function now(text) {
    if (!text) return;
    urgent.push(text);
    if (timer !== null) clearTimeout(timer);
    next();
  }

  store.listen((change) => {
    if (change.back) speaker.clear();
    speaker.offer(change.events);
    if (timer === null) next();
  });
  return { now };
}
