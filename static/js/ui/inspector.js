// Click or focus anything: its state in words and what can be done with it.

import { clear, html, keyed, write } from "../lib/dom.js";
import { commandsOf } from "./inspect/commands.js";
import { factsOf } from "./inspect/facts.js";
import { publishForm } from "./inspect/publish.js";
import { parseSubject, titleOf } from "./inspect/subject.js";

const EVERY_MS = 250;

export function makeInspector({ root, store, timeline, words, acts, drives, stage, panel }) {
  const empty = root.querySelector("[data-empty]");
  const body = root.querySelector("[data-body]");
  let subject = null;
  let shown = null;
  let timer = null;
  let origin = null;

  function choose(id) {
    origin = document.activeElement;
    subject = parseSubject(id);
    stage.select(id);
    build();
    panel.open("inspect");
  }

  function build() {
    clear(body);
    empty.hidden = subject !== null;
    body.hidden = subject === null;
    if (!subject) return;
    const title = html("h2", { tabindex: -1 }, titleOf(subject, words));
    const facts = html("dl", { class: "facts" });
    const buttons = html("div", { class: "commands", "data-answers": "" });
    const reason = html("p", { class: "reason" });
    body.append(title, reason, buttons, facts);
    if (subject.kind === "producer" || subject.kind === "log") buttons.after(publishForm(subject, store.state.view, words, acts));
    const answer = html("p", { class: "answer", "data-answer": "" });
    shown = { facts, rows: new Map(), buttons, buttonNodes: new Map(), answer, reason, title };
    buttons.append(answer);
    refresh();
  }

  function refresh() {
    timer = null;
    if (!subject || !shown) return;
    const { view } = store.state;
    write(shown.reason, drives() ? "" : words.label("people.viewer"));
    const facts = new Map(factsOf(subject, view, words, timeline.now_us()));
    keyed(shown.facts, shown.rows, [...facts.keys()], (key) => html("div", {}, html("dt", {}, key), html("dd")));
    for (const [key, row] of shown.rows) write(row.lastChild, facts.get(key));
    const commands = new Map(commandsOf(subject, view, words).map((command) => [command.text, command]));
    keyed(shown.buttons, shown.buttonNodes, [...commands.keys()], (text) => commandButton(text));
    for (const [text, button] of shown.buttonNodes) dress(button, commands.get(text));
    shown.buttons.append(shown.answer);
  }

  function commandButton(text) {
    const button = html("button", { type: "button", class: "btn", "data-command": text });
    button.addEventListener("click", () => acts.command(text, button));
    return button;
  }

  function dress(button, { label, danger, primary }) {
    write(button, label);
    button.className = `btn${primary ? (danger ? " danger" : " primary") : ""}`;
    button.setAttribute("aria-disabled", String(!drives()));
  }

  function close() {
    if (!subject) return panel.close();
    subject = null;
    stage.select(null);
    build();
    origin?.focus?.();
    return undefined;
  }

  /** Opens the form of the first producer, or of the chosen one. */
  function publish() {
    const first = subject?.kind === "producer" ? subject.id : Object.keys(store.state.view.producers ?? {})[0];
    if (!first) return;
    choose(`producer:${first}`);
    body.querySelector("form input")?.focus();
  }

  /** After Enter on the stage, the next Tab should be in the panel: its title takes the focus. */
  root.addEventListener("focusrequest", () => shown?.title.focus());
  store.listen((change) => {
    if (change.back && subject) build();
    else if (timer === null && subject) timer = setTimeout(refresh, EVERY_MS);
  });
  build();
  return {
    choose(id) {
      choose(id);
      shown?.title.focus({ preventScroll: true });
    },
    close,
    publish,
  };
}
