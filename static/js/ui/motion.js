// Less motion: the system's wish, or the switch on the page, which is remembered here.

import { set } from "../lib/dom.js";
import { recall, remember } from "../lib/memory.js";

const KEY = "eventarium-motion";

export function makeMotion({ button }) {
  const query = matchMedia("(prefers-reduced-motion: reduce)");
  const listeners = new Set();
  let chosen = recall(KEY);

  const reduced = () => (chosen === null ? query.matches : chosen === "reduced");

  function show() {
    set(button, { "aria-pressed": String(reduced()) });
    document.documentElement.dataset.motion = reduced() ? "reduced" : "full";
    for (const listener of listeners) listener(reduced());
  }

  button?.addEventListener("click", () => {
    chosen = reduced() ? "full" : "reduced";
    remember(KEY, chosen);
    show();
  });
  query.addEventListener("change", show);
  show();
  return { reduced, onChange: (listener) => listeners.add(listener) };
}
