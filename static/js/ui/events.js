// What happened, newest first, each with "why?": the chain of causes that this page still holds.

import { clear, html, write } from "../lib/dom.js";
import { clock } from "../lib/format.js";
import { badge, importance } from "../model/narration.js";
import { causeChain, shortChain } from "../model/why.js";

const ROWS = 60;
const EVERY_MS = 400;

export function makeEvents({ root, store, words, panel }) {
  const list = root.querySelector("[data-list]");
  const chain = root.querySelector("[data-chain]");
  const filter = root.querySelector("[data-filter]");
  let newest = 0;
  let timer = null;

  function fill(whole) {
    timer = null;
    if (root.hidden) return;
    if (whole) {
      clear(list);
      newest = 0;
    }
    const least = Number(filter.value);
    const fresh = store.state.events.filter((event) => event.seq > newest && importance(event) >= least).slice(-ROWS);
    newest = store.state.seq;
    for (const event of fresh) list.prepend(rowOf(event));
    while (list.children.length > ROWS) list.lastElementChild.remove();
  }

  function rowOf(event) {
    const button = html("button", { type: "button", class: "why-button", "data-seq": event.seq }, words.label("button.why"));
    const when = html("time", {}, clock(event.at_us));
    const kind = html("span", { class: "kind" }, words.label(`caption.${badge(event)}`));
    return html("li", {}, html("p", { class: "event-head" }, when, kind, button), html("p", {}, words.sentence(event)));
  }

  /** Opens the chain of causes of an event. */
  function why(event) {
    panel.open("events");
    clear(chain);
    const rows = shortChain(causeChain(store.state.bySeq, event));
    const title = html("h2", { tabindex: -1 });
    write(title, words.label("why.title", { sentence: words.sentence(event) }));
    const steps = html("ol", { class: "why" });
    let before_us = null;
    for (const row of rows) {
      steps.append(stepOf(row, before_us));
      before_us = row.event?.at_us ?? before_us;
    }
    chain.append(title, steps, closeButton());
    chain.hidden = false;
    title.focus();
  }

  function stepOf({ event, command, lost }, before_us) {
    if (lost) return html("li", { class: "why-lost" }, words.label("why.lost"));
    if (command) return html("li", {}, html("small", {}, words.label("why.command")), words.label("why.end"));
    const gap = before_us === null ? "" : event.at_us - before_us;
    const when = gap ? `${clock(event.at_us)}, ${words.label("why.later", { time: words.duration(gap) })}` : clock(event.at_us);
    const item = html("li", {}, html("small", {}, when), words.sentence(event));
    if (event.because.length > 0) item.append(html("small", {}, words.label("why.because", { keys: event.because.join(", ") })));
    return item;
  }

  function closeButton() {
    const button = html("button", { type: "button", class: "btn small" }, words.label("button.close"));
    button.addEventListener("click", () => (chain.hidden = true));
    return button;
  }

  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-seq]");
    const found = button && store.state.bySeq.get(Number(button.dataset.seq));
    if (found) why(found);
    else if (button) write(button, words.label("why.lost"));
  });
  filter.addEventListener("change", () => fill(true));
  panel.onOpen((name) => name === "events" && fill(false));
  store.listen((change) => {
    if (change.back) fill(true);
    else if (timer === null && change.events.length > 0) timer = setTimeout(fill, EVERY_MS);
  });
  return { why, last: () => store.state.events.findLast((event) => importance(event) >= 2) ?? null };
}
