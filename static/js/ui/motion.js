// Less motion: the system's wish, or the switch on the page, which is remembered here.

import { set } from "../lib/dom.js";

const KEY = "eventarium-motion";

export function makeMotion({ button }) {
  const query = matchMedia("(prefers-reduced-motion: reduce)");
  const listeners = new Set();
  let chosen = remembered();

  const reduced = () => (chosen === null ? query.matches : chosen === "reduced");

  function show() {
    set(button, { "aria-pressed": String(reduced()) });
    document.documentElement.dataset.motion = reduced() ? "reduced" : "full";
    for (const listener of listeners) listener(reduced());
  }

  button?.addEventListener("click", () => {
    chosen = reduced() ? "full" : "reduced";
    try {
      localStorage.setItem(KEY, chosen);
    } catch {
      // A browser that stores nothing still obeys for this page.
    }
    show();
  });
  query.addEventListener("change", show);
  show();
  return { reduced, onChange: (listener) => listeners.add(listener) };
}

function remembered() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
