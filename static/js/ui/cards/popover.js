// One card at a time, beside the word that was asked: its meaning, what it must not be confused with,
// and Kafka's own names; for a setting its value here, its default and who may change it.

import { clear, html } from "../../lib/dom.js";
import { settingFacts, valuesHere } from "../settings/values.js";

const GAP = 8;

export function makePopover({ words, more, page, store }) {
  const node = html("div", { class: "glossary-card", role: "dialog", popover: "auto", "aria-labelledby": "card-title" });
  document.body.append(node);
  let asked = null;

  async function open(button) {
    asked = button;
    const content = button.dataset.term ? termCard(button.dataset.term) : await settingCard(button.dataset.setting, button.dataset.scope);
    if (asked !== button) return;
    clear(node);
    node.append(...content);
    node.showPopover();
    place(button);
    node.querySelector("h2").focus({ preventScroll: true });
  }

  function termCard(term) {
    const card = more.glossary[term];
    if (!card) return [title(term)];
    const parts = [title(card.title), html("p", {}, card.text), html("p", {}, html("b", {}, `${words.label("card.not")}: `), card.not)];
    if (card.kafka) parts.push(html("p", {}, html("b", {}, `${words.label("card.kafka")}: `), html("code", {}, card.kafka)));
    parts.push(html("p", {}, html("a", { href: `/glossary/#${slug(term)}`, target: "_blank", rel: "noopener" }, words.label("card.link"))));
    return parts;
  }

  async function settingCard(name, wanted) {
    const scope = wanted ?? Object.keys(more.settings).find((one) => name in more.settings[one]);
    if (!scope) return [title(name)];
    const here = await valuesHere(page, store.state.room?.preset ?? "teaching");
    const facts = settingFacts({ scope, name, row: more.settings[scope][name], here, words, more });
    const list = html("dl", { class: "facts" }, ...facts.map(([label, value]) => html("div", {}, html("dt", {}, label), html("dd", {}, value))));
    const related = Object.entries(more.glossary).find(([, card]) => card.kafka.split(/[\s,=]+/).includes(name));
    const about = related ? [html("p", {}, html("b", {}, `${related[1].title}: `), related[1].text)] : [];
    return [title(name), ...about, list];
  }

  function title(text) {
    return html("h2", { id: "card-title", tabindex: -1 }, text);
  }

  /** Below the word, above it where there is no room; always inside the window. */
  function place(button) {
    const at = button.getBoundingClientRect();
    const { offsetWidth: w, offsetHeight: h } = node;
    const below = at.bottom + GAP + h <= innerHeight || at.top < h + GAP;
    node.style.left = `${Math.round(Math.max(GAP, Math.min(innerWidth - w - GAP, at.left + at.width / 2 - w / 2)))}px`;
    node.style.top = `${Math.round(Math.max(GAP, below ? Math.min(at.bottom + GAP, innerHeight - h - GAP) : at.top - h - GAP))}px`;
  }

  node.addEventListener("toggle", (event) => {
    if (event.newState === "closed" && (document.activeElement === document.body || node.contains(document.activeElement))) asked?.focus();
  });
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    event.preventDefault();
    node.hidePopover();
    asked?.focus();
  });
  return { open };
}

function slug(term) {
  return term.toLowerCase().replace(/[^\w\s-]/g, "").trim().replace(/[-\s]+/g, "-");
}
