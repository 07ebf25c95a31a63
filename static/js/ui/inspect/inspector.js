// Click or focus anything: its state in words, why it is so, what can be done with it; settings, every
// command and its history below, fetched when they are opened.

import { clear, html, keyed, write } from "../../lib/dom.js";
import { commandsOf } from "./commands.js";
import { factsOf } from "./facts.js";
import { publishForm } from "./publish.js";
import { OTHERS } from "./others.js";
import { parseSubject, recordRow } from "./subject.js";
import { titleOf } from "./titles.js";

const EVERY_MS = 250;
const OPENED = ["records", "settings", "commands", "history"];

export function buildInspector(parts) {
  const { root, store, timeline, words, acts, drives, stage, panel, cards, why } = parts;
  const empty = root.querySelector("[data-empty]");
  const body = root.querySelector("[data-body]");
  const open = new Set();
  let subject = null;
  let chosen = null;
  let shown = null;
  let timer = null;
  let origin = null;

  function choose(id, from = document.activeElement) {
    if (subject === null) origin = from;
    chosen = id;
    subject = parseSubject(id);
    stage.select(id);
    build();
    panel.open("inspect");
  }

  function build() {
    clear(body);
    stage.setPreview(null);
    empty.hidden = subject !== null;
    body.hidden = subject === null;
    if (!subject) return;
    const title = html("h2", { tabindex: -1 }, titleOf(subject, words, store.state.view));
    const facts = html("dl", { class: "facts" });
    const buttons = html("div", { class: "commands", "data-answers": "" });
    const reason = html("p", { class: "reason" });
    body.append(title, reason, buttons, facts);
    if (subject.kind === "producer" || subject.kind === "log") buttons.after(publishForm(subject, store.state.view, words, acts));
    (subject.kind === "client" || subject.kind === "topics" ? buttons : facts).after(...OTHERS.forms(subject, parts));
    if (subject.kind === "record" || subject.kind === "message") buttons.before(whyButton());
    const answer = html("p", { class: "answer", "data-answer": "" });
    shown = { facts, rows: new Map(), buttons, buttonNodes: new Map(), answer, reason, title };
    buttons.append(answer);
    for (const name of OPENED) if (name !== "records" || subject.kind === "log") body.append(section(name, subject));
    refresh();
  }

  function whyButton() {
    const button = html("button", { type: "button", class: "btn small" }, words.label("button.why"));
    const of = subject;
    button.addEventListener("click", () => (of.kind === "record" ? why.record({ ...of, record: recordRow(store.state.view, of)?.[2] }) : askMessage(of)));
    return button;
  }

  function askMessage({ id }) {
    const sent = store.state.events.findLast((event) => event.type === "network.sent" && event.msg === Number(id));
    if (sent) why.event(sent);
    else why.value(["messages", id], titleOf(subject, words, store.state.view));
  }

  /** A part that is fetched and built when it is opened, and built anew when it is opened again. */
  function section(name, of) {
    const node = html("details", { class: "deep", "data-deep": name }, html("summary", {}, words.label(`inspect.deep_${name}`)));
    node.addEventListener("toggle", async () => {
      if (node.open) open.add(name);
      else open.delete(name);
      if (!node.open || node.dataset.filled) return;
      node.dataset.filled = "true";
      try {
        const [more, { DEEP }] = await Promise.all([words.more(), import("./deep.js")]);
        node.append(await DEEP[name]({ ...parts, subject: of, more }));
      } catch {
        delete node.dataset.filled;
        node.open = false;
        acts.tell(words.label("connection.offline"), node);
      }
    });
    node.open = open.has(name);
    return node;
  }

  function refresh() {
    timer = null;
    if (!subject || !shown) return;
    const { view } = store.state;
    write(shown.reason, drives() ? "" : words.label("people.viewer"));
    const facts = new Map(factsOf(subject, view, words, timeline.now_us()).map((row) => [row.label, row]));
    keyed(shown.facts, shown.rows, [...facts.keys()], (key) => factRow(key));
    const order = [...facts.keys()].join("|");
    if (order !== shown.order) for (const key of facts.keys()) shown.facts.append(shown.rows.get(key));
    shown.order = order;
    for (const [key, row] of shown.rows) fillFact(row, facts.get(key));
    const commands = new Map(commandsOf(subject, view, words).map((command) => [command.text, command]));
    keyed(shown.buttons, shown.buttonNodes, [...commands.keys()], (text) => commandButton(text));
    for (const [text, button] of shown.buttonNodes) dress(button, commands.get(text));
    shown.buttons.append(shown.answer);
  }

  function factRow(label) {
    const node = html("div", {}, html("dt"), html("dd", {}, html("span", { class: "value" })));
    node.ask = html("button", { type: "button", class: "ask", "aria-label": words.label("aria.why", { what: label }) }, "?");
    node.ask.addEventListener("click", () => node.fact?.path && why.value(node.fact.path, `${label}: ${node.fact.value}`));
    node.lastChild.append(node.ask);
    return node;
  }

  function fillFact(node, fact) {
    if (node.fact?.term !== fact.term || !node.fact) node.firstChild.replaceChildren(fact.term ? cards.termButton(fact.term, fact.label) : fact.label);
    node.fact = fact;
    write(node.lastChild.firstChild, fact.value);
    node.ask.hidden = !fact.path;
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
    const { producers, clients } = store.state.view;
    const publisher = Object.keys(clients ?? {}).find((id) => clients[id].kind === "publisher") ?? Object.keys(clients ?? {})[0];
    const fallback = publisher ? `client:${publisher}` : `producer:${Object.keys(producers ?? {})[0]}`;
    const first = ["producer", "client"].includes(subject?.kind) ? chosen : fallback;
    if (first === "producer:undefined") return;
    choose(first);
    body.querySelector("form input")?.focus();
  }

  store.listen((change) => {
    if (change.back && subject) build();
    else if (timer === null && subject) timer = setTimeout(refresh, EVERY_MS);
  });
  build();
  return {
    choose(id, from) {
      choose(id, from);
      shown?.title.focus({ preventScroll: true });
    },
    chosen: () => chosen,
    close,
    publish,
  };
}
