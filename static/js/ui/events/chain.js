// "Why?" of an event, a record or a number: the chain of causes with their times. A click on a time
// shows the run at that moment; a setting that decided opens its card.

import { clear, html } from "../../lib/dom.js";
import { clock } from "../../lib/format.js";
import { makeWriters } from "../../model/writers.js";
import { TYPES } from "../../wire/vocabulary.js";
import { causeChain, lastOfRecord, shortChain, toldChain } from "../../model/why.js";

const writers = makeWriters(TYPES);

export function makeChain({ root, store, words, panel, acts, cards, page }) {
  let origin = null;
  let shown = null;

  /** Opens the chain of an event; `title` says what was asked, the event's own sentence if nothing else. */
  async function event(asked, title = words.sentence(asked)) {
    begin(title);
    shown = asked;
    fill(causeChain(store.state.bySeq, asked));
    const whole = await older(asked);
    if (whole && shown === asked) fill(whole);
  }

  function fill(chain) {
    const steps = html("ol", { class: "why" });
    let before_us = null;
    for (const row of shortChain(chain)) {
      steps.append(stepOf(row, before_us));
      before_us = row.event?.at_us ?? before_us;
    }
    root.querySelector(".why")?.remove();
    root.firstChild.after(steps);
  }

  function begin(title) {
    origin = document.activeElement;
    panel.open("events");
    clear(root);
    const heading = html("h2", { tabindex: -1 }, words.label("why.title", { sentence: title }));
    root.append(heading, closeButton());
    root.hidden = false;
    heading.focus();
    root.scrollIntoView({ block: "nearest" });
  }

  /** A value without an event that this page holds says so, instead of nothing. */
  function unknown(title) {
    begin(title);
    shown = null;
    root.firstChild.after(html("p", { class: "why" }, words.label("why.nothing")));
  }

  /** Why a value of the view is what it is: `path` leads to it, `title` says which one it is. */
  function value(path, title) {
    const found = writers.last(store.state.events, path);
    return found ? event(found, title) : unknown(title);
  }

  function record(place) {
    const found = lastOfRecord(store.state.events, place);
    return found ? event(found) : unknown(words.label("inspect.record", place));
  }

  function stepOf({ event: step, also, command, opening, lost }, before_us) {
    if (lost !== undefined) return html("li", { class: "why-lost" }, words.label("why.lost"));
    if (opening) return html("li", {}, html("p", {}, words.label("why.opening")));
    if (command) return html("li", {}, html("small", {}, words.label("why.command")), html("p", {}, words.label("why.end")));
    const gap = before_us === null ? 0 : step.at_us - before_us;
    const when = html("button", { type: "button", class: "jump", title: words.label("why.jump") }, clock(step.at_us));
    when.addEventListener("click", () => acts.act("seek", { at_us: step.at_us }, when));
    const item = html("li", { "data-seq": step.seq, "data-answers": "" }, when);
    if (gap > 0) item.append(html("small", {}, words.label("why.later", { time: words.duration(gap) })));
    item.append(html("p", {}, words.tell(step)));
    for (const other of also) item.append(html("p", { class: "soft" }, `${words.label("why.also")} ${words.tell(other)}`));
    if (step.because.length > 0) item.append(becauseOf(step.because));
    item.append(html("p", { class: "answer", "data-answer": "" }));
    return item;
  }

  function becauseOf(names) {
    const line = html("p", { class: "because" }, `${words.label("why.decided")} `);
    for (const name of names) line.append(cards.settingButton(name), " ");
    return line;
  }

  function closeButton() {
    const button = html("button", { type: "button", class: "btn small" }, words.label("button.close"));
    button.addEventListener("click", () => {
      root.hidden = true;
      shown = null;
      if (origin?.isConnected) origin.focus();
    });
    return button;
  }

  /** What the page does not hold any more, or never saw, the server still knows; null when nothing is missing. */
  async function older(asked) {
    if (!causeChain(store.state.bySeq, asked).some((row) => row.lost !== undefined)) return null;
    try {
      const answer = await fetch(`${page.dataset.why}${store.state.timeline}/${asked.seq}/`);
      if (!answer.ok) return null;
      return toldChain(await answer.json());
    } catch {
      return null;
    }
  }

  words.onDepth(() => {
    if (shown && !root.hidden) fill(causeChain(store.state.bySeq, shown));
  });
  return { event, value, record };
}
