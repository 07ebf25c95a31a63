// A thing's settings: the real name, the value here, Kafka's default in production, what is allowed, who
// may change it, and how; a topic's can be changed here and now.

import { html } from "../../lib/dom.js";
import { isOutside, settingFacts, valueOf, valuesHere, withUnit } from "../settings/values.js";
import { realThing } from "./real.js";

export async function settings(parts) {
  const { subject, store, words, more, page } = parts;
  const scope = scopeOf(subject, store.state.view);
  if (!scope) return html("p", {}, words.label("table.none"));
  const here = await valuesHere(page, store.state.room?.preset ?? "teaching");
  const box = html("div", { class: "settings" });
  const search = html("input", { class: "field", type: "search", "aria-label": words.label("setting.search"), placeholder: words.label("setting.search") });
  const changed = scope.name === "topic" ? (store.state.view.topic_configs?.[scope.id]?.config ?? {}) : {};
  const rows = Object.entries(more.settings[scope.name]).map(([name, row]) => settingBlock({ ...parts, scope, name, row, here, changed }));
  rows.sort((a, b) => Number(b.own) - Number(a.own));
  search.addEventListener("input", () => {
    for (const { node, name } of rows) node.hidden = !name.includes(search.value.trim().toLowerCase());
  });
  box.append(search, ...rows.map(({ node }) => node));
  return box;
}

function scopeOf(subject, view) {
  const OF = {
    broker: () => ({ name: "broker", id: "" }),
    voter: () => ({ name: "broker", id: "" }),
    log: () => ({ name: "topic", id: subject.topic }),
    record: () => ({ name: "topic", id: subject.topic }),
    producer: () => ({ name: "producer", id: subject.id }),
    member: () => ofGroup(view.members?.[subject.id]?.group, view),
    group: () => ofGroup(subject.id, view),
  };
  return OF[subject.kind]?.() ?? null;
}

function ofGroup(id, view) {
  return { name: view.groups?.[id]?.type === "share" ? "share" : "consumer", id };
}

function settingBlock({ subject, scope, name, row, here, changed, words, more, acts, drives }) {
  const value = valueOf({ scope: scope.name, name, row, id: scope.id, here, changed });
  const own = value !== row.default;
  const node = html("details", { class: `setting${own ? " own" : ""}`, "data-name": name }, html("summary", {}, html("code", {}, name), html("b", {}, withUnit(value, row))));
  node.addEventListener("toggle", () => node.open && node.children.length === 1 && node.append(body()));

  function body() {
    const facts = settingFacts({ scope: scope.name, name, row, id: scope.id, here, changed, words, more });
    const list = html("dl", { class: "facts" }, ...facts.map(([label, text]) => html("div", {}, html("dt", {}, label), html("dd", {}, text))));
    const notes = [isOutside(value, row) ? words.label("setting.outside") : "", row.librdkafka ? words.label("setting.librdkafka") : ""].filter(Boolean);
    const change = more.changes[row.change];
    const fields = { name, value, topic: scope.id, broker: subject.kind === "broker" ? subject.id : "BROKER" };
    const real = realThing({ words, lines: () => (change.real ? [words.fill(change.real, fields)] : []), note: () => change.note });
    const box = html("div", { class: "setting-body" }, list, ...notes.map((text) => html("p", { class: "soft" }, text)), real.block);
    if (row.change === "topic") box.prepend(changeForm(fields, real));
    return box;
  }

  function changeForm(fields, real) {
    const input = html("input", { class: "field", value: fields.value, "aria-label": name, autocomplete: "off", spellcheck: "false" });
    const button = html("button", { class: "btn small", "aria-disabled": String(!drives()) }, words.label("change.set"));
    const form = html("form", { class: "setting-form", "data-answers": "" }, input, button, html("p", { class: "answer", "data-answer": "" }));
    input.addEventListener("input", () => {
      fields.value = input.value.trim();
      real.update();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      acts.command(`set topic ${scope.id} ${name}=${input.value.trim()}`, button);
    });
    return form;
  }

  return { node, name, own };
}
