// A page that was hidden says on its return what it missed, instead of replaying it.

import { html, write } from "../lib/dom.js";

const SHOWN = 3;
const STAYS_MS = 12_000;

/** `tell({count, critical})` shows and speaks the summary; a press or some seconds take it away. */
export function makeAway({ host, words, live }) {
  const text = html("p");
  const close = html("button", { type: "button", class: "btn small" });
  const root = html("div", { class: "away", hidden: true });
  write(close, words.label("button.close"));
  root.append(text, close);
  host.after(root);
  let timer = null;

  function hide() {
    root.hidden = true;
    if (timer !== null) clearTimeout(timer);
    timer = null;
  }

  function tell({ count, critical }) {
    if (count === 0) return;
    const told = critical.slice(-SHOWN).map((event) => words.sentence(event));
    const summary = [words.label("away.missed", { n: critical.length }), ...told].join(" ");
    write(text, summary);
    live.now(summary);
    hide();
    root.hidden = false;
    timer = setTimeout(hide, STAYS_MS);
  }

  close.addEventListener("click", hide);
  return { tell };
}
