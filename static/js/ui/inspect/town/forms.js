// The forms of these families: publish an event, subscribe with a live preview of what the filter
// would select, ask a service for something.

import { clear, html, write } from "../../../lib/dom.js";
import { sortedKeys } from "../../../lib/order.js";
import { plainFilters, serviceSetting } from "../../../model/town/readings.js";
import { topicsShown } from "../../../view/town/actors/tree.js";
import { quoted } from "./commands.js";

const WAIT_MS = 160;
const MOST = 48;
let forms = 0;

/** The forms that belong to a chosen thing, first what it is most often used for. */
export function townForms(subject, parts) {
  return (FORMS[subject.kind] ?? []).map((make) => make(subject, parts)).filter(Boolean);
}

const FORMS = {
  client: [publishForm, subscribeForm],
  service: [requestForm, subscribeForm],
  hub: [subscribeForm, publishForm],
  topics: [publishForm, subscribeForm],
  queue: [subscribeForm],
};

function formOf(title, words) {
  forms += 1;
  return html("form", { class: "publish town-form", "data-answers": "" }, html("h3", {}, words.label(title)));
}

function row(name, control, words) {
  control.id = `town-${name}-${forms}`;
  control.name = name;
  return html("p", { class: "form-row" }, html("label", { for: control.id }, words.label(`field.${name}`)), control);
}

function select(options, chosen) {
  const node = html("select", { class: "field" });
  for (const [value, text] of options) node.append(html("option", { value, selected: value === chosen }, text));
  return node;
}

const input = (value = "", more = {}) => html("input", { class: "field", value, maxlength: 200, autocomplete: "off", spellcheck: "false", ...more });

/** Programs that may publish: of a broker its own, of a program itself. */
function clientsFor(subject, view) {
  if (subject.kind === "client" || subject.kind === "service") return [subject.id];
  const hub = subject.kind === "hub" ? subject.id : null;
  return sortedKeys(view.clients).filter((id) => hub === null || view.clients[id].broker === hub);
}

export function publishText({ client, topic, key, name, form, value }) {
  const more = [["key", key], ["name", name], ["form", form === "fact" ? "" : form], ["value", value]].filter(([, text]) => text !== "");
  return [`publish ${client} ${quoted(topic)}`, ...more.map(([word, text]) => `${word}=${quoted(text)}`)].join(" ");
}

function publishForm(subject, { store, stage, words, acts }) {
  const { view } = store.state;
  const clients = clientsFor(subject, view);
  if (clients.length === 0) return null;
  const first = clients.find((id) => view.clients[id]?.kind === "publisher") ?? clients[0];
  const who = stage.cast();
  const shown = who ? [...topicsShown(view, who).values()].flatMap((names) => [...names]) : [];
  const topics = [...new Set([...shown, ...plainFilters(view, view.clients[first]?.broker)])];
  const own = who?.clients.find(({ id }) => id === first)?.topics ?? [];
  const form = formOf("town.publish", words);
  const known = html("datalist", { id: `town-topics-${forms}` }, ...topics.map((topic) => html("option", { value: topic })));
  const fields = {
    client: select(clients.map((id) => [id, id]), first),
    topic: input(own[0] ?? topics[0] ?? "", { list: known.id, required: true }),
    key: input("ada", { maxlength: 64 }),
    event: input("", { maxlength: 64 }),
    form: select(["fact", "command", "state"].map((word) => [word, words.label(`form.${word}`)]), "fact"),
    value: input(),
  };
  for (const [name, control] of Object.entries(fields)) if (name !== "client" || clients.length > 1) form.append(row(name, control, words));
  const button = html("button", { class: "btn primary" }, words.label("button.publish"));
  form.append(known, button, html("p", { class: "answer", "data-answer": "" }));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const values = Object.fromEntries(Object.entries(fields).map(([name, control]) => [name, control.value.trim()]));
    acts.command(publishText({ ...values, name: values.event }), button);
  });
  return form;
}

export function subscribeText({ client, filter, memory, place }) {
  return [`subscribe client ${client} ${JSON.stringify(filter)}`, `memory=${memory}`, ...(place ? [`place=${place}`] : [])].join(" ");
}

function subscribeForm(subject, parts) {
  const { store, words, acts } = parts;
  const { view } = store.state;
  const queue = subject.kind === "queue" ? view.queues?.[subject.id] : null;
  const clients = queue ? clientsFor({ kind: "hub", id: queue.broker }, view) : clientsFor(subject, view);
  if (clients.length === 0) return null;
  const form = formOf("town.subscribe", words);
  const chosen = clients.find((id) => view.clients[id]?.kind !== "publisher") ?? clients[0];
  const fields = {
    client: select(clients.map((id) => [id, id]), chosen),
    filter: input("", { required: true, placeholder: EXAMPLES[dialectOf(view, chosen)] }),
    memory: select(["direct", "queue", "log"].map((word) => [word, words.label(`memory.${word}`)]), queue ? "queue" : "direct"),
    place: input(subject.kind === "queue" ? subject.id : "", { maxlength: 32 }),
  };
  for (const [name, control] of Object.entries(fields)) if (name !== "client" || clients.length > 1) form.append(row(name, control, words));
  const found = html("div", { class: "matches", "aria-live": "polite" });
  const button = html("button", { class: "btn" }, words.label("town.subscribe_do"));
  form.append(found, button, html("p", { class: "answer", "data-answer": "" }));
  previews(form, fields, found, parts);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const values = Object.fromEntries(Object.entries(fields).map(([name, control]) => [name, control.value.trim()]));
    acts.command(subscribeText({ ...values, place: values.memory === "direct" ? "" : values.place }), button);
  });
  return form;
}

const EXAMPLES = { mqtt: "shop/+/order", solace: "shop/*/order", kafka: "shop[.].*" };

function dialectOf(view, client) {
  return view.hubs?.[view.clients?.[client]?.broker]?.dialect ?? "mqtt";
}

/** While somebody types, the branches that the filter would select glow, and each topic says why or why not. */
function previews(form, fields, root, { store, stage, words }) {
  let timer = null;
  let asked = 0;

  async function ask() {
    timer = null;
    const filter = fields.filter.value.trim();
    asked += 1;
    const turn = asked;
    const dialect = dialectOf(store.state.view, fields.client.value);
    const who = stage.cast();
    const topics = who ? [...(topicsShown(store.state.view, who).get(dialect) ?? [])].slice(0, MOST) : [];
    const found = filter === "" ? null : await explained(dialect, filter, topics);
    if (turn !== asked || !form.isConnected) return;
    draw(root, found, words);
    stage.setPreview(found?.valid ? new Set(found.topics.filter((row_) => row_.matches).map((row_) => row_.topic)) : null);
  }

  const later = () => {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  };
  fields.filter.addEventListener("input", later);
  fields.client.addEventListener("change", later);
}

/** The engine's own answer; null when the server cannot be asked now. */
export async function explained(dialect, filter, topics) {
  const query = new URLSearchParams([["dialect", dialect], ["filter", filter], ...topics.map((topic) => ["topic", topic])]);
  try {
    const answer = await fetch(`/explain/?${query}`);
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

function draw(root, found, words) {
  clear(root);
  if (!found) return;
  if (!found.valid) {
    root.append(html("p", { class: "rule" }, words.label("town.filter_refused", { reason: words.error(found.rule).text })));
    return;
  }
  const count = found.topics.filter((row_) => row_.matches).length;
  root.append(html("p", { class: "soft" }, words.label("town.filter_selects", { n: count, of: found.topics.length })));
  root.append(html("ul", {}, ...found.topics.map((row_) => verdict(row_, words))));
}

function verdict({ topic, matches, code, levels }, words) {
  const mark = html("span", { class: "mark", "aria-label": words.label(matches ? "town.selected" : "town.not_selected") }, matches ? "✓" : "✗");
  const item = html("li", { class: matches ? "is-match" : "is-no-match" }, mark, html("code", {}, topic));
  const reason = words.has(`explain.${code}`) ? words.label(`explain.${code}`) : words.error(code).text;
  const steps = levels.map(([filter, level, ok]) => `${filter ?? "–"} ${ok ? "=" : "≠"} ${level ?? "–"}`).join("; ");
  const last = levels.at(-1);
  const why = html("small", {}, !matches && last && levels.length > 1 ? `${reason}: ${last[0] ?? "–"} ≠ ${last[1] ?? "–"}` : reason);
  why.title = steps;
  item.append(why);
  return item;
}

function requestForm({ id }, { store, words, acts }) {
  const { view } = store.state;
  const on = (serviceSetting(view, id, "handlers") ?? []).map(([name]) => name);
  const operations = [...new Set(on)].filter((name) => /^[a-z]/.test(name));
  if (operations.length === 0) return null;
  const form = formOf("town.request", words);
  const asked = (view.requests ?? []).findLast((item) => item[1] === id);
  const fields = { operation: select(operations.map((name) => [name, name]), asked?.[2] ?? operations[0]), key: input(nextKey(asked?.[3]), { maxlength: 64 }), value: input() };
  for (const [name, control] of Object.entries(fields)) form.append(row(name, control, words));
  const button = html("button", { class: "btn primary" }, words.label("town.request_do"));
  form.append(button, html("p", { class: "answer", "data-answer": "" }));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const key = fields.key.value.trim();
    const value = fields.value.value.trim();
    acts.command([`request ${id} ${fields.operation.value}`, ...(key ? [`key=${quoted(key)}`] : []), ...(value ? [`value=${JSON.stringify(value)}`] : [])].join(" "), button);
    write(form.querySelector("[data-answer]"), "");
    if (/\d$/.test(key)) fields.key.value = nextKey(key);
  });
  return form;
}

/** "o-1" is followed by "o-2"; another key is asked for again. */
function nextKey(key) {
  const found = /^(.*?)(\d+)$/.exec(key ?? "");
  return found ? `${found[1]}${Number(found[2]) + 1}` : (key ?? "o-1");
}
