// Every term, setting and state on the page can be asked what it means: a button with its name opens
// its card. What a card holds is fetched at the first question.

import { html } from "../lib/dom.js";

export function makeCards({ words, page, store, onProblem }) {
  let popover = null;
  let terms = null;

  /** A word of the page that opens its card; `term` is a key of the glossary. */
  function termButton(term, text) {
    return html("button", { type: "button", class: "term", "data-term": term, "aria-haspopup": "dialog" }, text);
  }

  function settingButton(name, scope = null) {
    return html("button", { type: "button", class: "term setting-name", "data-setting": name, "data-scope": scope, "aria-haspopup": "dialog" }, name);
  }

  /** A text with the terms in it as words that open their card, once the glossary has come. */
  function marked(text, isWanted) {
    const glossary = words.glossary();
    if (!glossary) return [text];
    terms ??= finder(Object.keys(glossary));
    const nodes = [];
    let at = 0;
    for (const found of text.matchAll(terms)) {
      const term = glossary[found[1]] ? found[1] : found[1].toLowerCase();
      if (!isWanted(term)) continue;
      const end = found.index + found[0].length;
      const point = /^[.,;:)]+/.exec(text.slice(end))?.[0] ?? "";
      nodes.push(text.slice(at, found.index), html("span", { class: "unbroken" }, termButton(term, found[0]), point));
      at = end + point.length;
    }
    return [...nodes, text.slice(at)];
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
  return { termButton, settingButton, marked };
}

/** Longer terms first; a setting's name is a word of its own. */
function finder(names) {
  const longest = [...names].sort((a, b) => b.length - a.length).map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`(?<![\\w.-])(${longest.join("|")})s?(?![\\w-]|\\.\\w)`, "gi");
}
