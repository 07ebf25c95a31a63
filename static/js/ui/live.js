// The polite live region: at most one message in two seconds, bursts merged, critical ones never dropped;
// in three levels, of which this browser remembers the chosen one.

import { recall, remember } from "../lib/memory.js";
import { makeSpeaker } from "../model/narration.js";

export const GAP_MS = 2000;
const KEY = "eventarium-verbosity";
const LEAST = { few: 3, some: 2, all: 1 };

export function makeLive({ root, select = null, words, timeline, store }) {
  const urgent = [];
  let speaker = null;
  let spoken_ms = -Infinity;
  let timer = null;

  function use(level) {
    speaker = makeSpeaker({ least: LEAST[level] ?? LEAST.some, hold_ms: () => GAP_MS });
  }

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

  const known = recall(KEY);
  use(Object.hasOwn(LEAST, known ?? "") ? known : "some");
  if (select) {
    if (Object.hasOwn(LEAST, known ?? "")) select.value = known;
    select.addEventListener("change", () => {
      remember(KEY, select.value);
      use(select.value);
    });
  }
  store.listen((change) => {
    if (change.back) speaker.clear();
    speaker.offer(change.events);
    if (timer === null) next();
  });
  return { now };
}
