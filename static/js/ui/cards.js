// Every term, setting and state on the page can be asked what it means: a button with its name opens
// its card. What a card holds is fetched at the first question.

import { html } from "../lib/dom.js";

export function makeCards({ words, page, store, onProblem }) {
  let popover = null;

  /** A word of the page that opens its card; `term` is a key of the glossary. */
  function termButton(term, text) {
    return html("button", { type: "button", class: "term", "data-term": term, "aria-haspopup": "dialog" }, text);
  }

  function settingButton(name, scope = null) {
    return html("button", { type: "button", class: "term setting-name", "data-setting": name, "data-scope": scope, "aria-haspopup": "dialog" }, name);
  }

  async function open(button) {
    try {
      const [more, { makePopover }] = await Promise.all([words.more(), import("./cards/popover.js")]);
      popover ??= makePopover({ words, more, page, store });
      popover.open(button);
    } catch {
      onProblem();
    }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-term], [data-setting]");
    if (!button) return;
    event.preventDefault();
    open(button);
  });
  return { termButton, settingButton };
}
