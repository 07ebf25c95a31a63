// A small form that asks for a name in the place of what was pressed: Enter keeps it, Escape does not.

import { html } from "../../lib/dom.js";

/** Puts the form into `place`; `done(name)` gives a promise of true when it was kept. */
export function askName({ place, words, title, value = "", done }) {
  const field = html("input", { class: "field small", maxlength: 60, required: "", "aria-label": title, placeholder: title, autocomplete: "off" });
  const keep = html("button", { type: "submit", class: "btn small primary" }, words.label("lab.keep"));
  const leave = html("button", { type: "button", class: "btn small" }, words.label("lab.leave"));
  const form = html("form", { class: "lab-name" }, field, keep, leave);
  const before = document.activeElement;
  field.value = value;

  function close() {
    form.remove();
    if (before?.isConnected) before.focus();
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const name = field.value.trim();
    if (name !== "" && (await done(name))) close();
  });
  form.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape") close();
  });
  leave.addEventListener("click", close);
  place.replaceChildren(form);
  field.focus();
  field.select();
}
