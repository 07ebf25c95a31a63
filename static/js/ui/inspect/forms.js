// Every command that a thing can be given: what it does, a small form for its fields, and how the same is
// done to a real cluster.

import { html } from "../../lib/dom.js";
import { sortedKeys } from "../../lib/order.js";
import { realThing } from "./real.js";

let forms = 0;

export function commands({ subject, store, words, more, acts, drives }) {
  const box = html("div", { class: "all-commands" });
  for (const [name, row] of Object.entries(more.commands)) {
    if (!row.on.includes(subject.kind) || !fits(name, subject, store.state.view)) continue;
    box.append(commandBlock({ name, row, parts: more.grammar[name].parts, subject, view: store.state.view, words, more, acts, drives }));
  }
  return box;
}

/** Commands that would only be refused for what the thing is, not for the state it is in. */
function fits(name, subject, view) {
  const rule = FITS.find(([words]) => words.test(name));
  return rule === undefined || rule[1](subject, view);
}

const isZooKeeper = ({ kind, id }) => kind === "voter" && id.startsWith("zk");
const FITS = [
  [/ zookeeper$/, isZooKeeper],
  [/ controller$/, (subject) => !isZooKeeper(subject)],
  [/ processor$|^abort |^hang /, ({ id }, view) => id in (view.transactions ?? {})],
  [/^(reject|release|renew) /, ({ id }, view) => view.groups?.[view.members?.[id]?.group]?.type === "share"],
];

function commandBlock({ name, row, parts, subject, view, words, more, acts, drives }) {
  forms += 1;
  const filled = filling(subject, view);
  const inputs = new Map();
  const form = html("form", { class: "command-form", "data-answers": "", "data-form": name });
  const fields = html("div", { class: "command-fields" });
  for (const part of parts) {
    const set = part.named ? undefined : filled[part.name];
    if (set !== undefined) inputs.set(part, { value: String(set) });
    else if (part.kind === "settings") inputs.set(part, field(part, "NAME=VALUE", fields, words, "", filled));
    else inputs.set(part, field(part, more.fields[part.name] ?? part.name, fields, words, part.default ?? null, filled));
  }
  const values = () => Object.fromEntries([...inputs].map(([part, input]) => [part.name, input.value.trim() || (part.default ?? "")]));
  const real = realThing({ words, lines: () => row.real.map((line) => words.fill(line, shownValues(values(), parts))), note: () => words.fill(row.note, shownValues(values(), parts)) });
  const button = html("button", { class: "btn small", "aria-disabled": String(!drives()) }, row.label);
  form.append(html("h3", {}, row.label), html("p", { class: "soft" }, row.help), fields, html("p", { class: "command-do" }, button, html("code", { class: "line" })), real.block, html("p", { class: "answer", "data-answer": "" }));
  const line = form.querySelector(".line");
  const show = () => {
    line.textContent = lineOf(name, parts, inputs);
    real.update();
  };
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    acts.command(lineOf(name, parts, inputs), button);
  });
  show();
  return form;
}

/** The one line that the form stands for; a field that was left as it is stays out. */
export function lineOf(name, parts, inputs) {
  const words = [name];
  for (const part of parts) {
    const value = inputs.get(part).value.trim();
    if (part.kind === "settings") words.push(...value.split(/\s+/).filter(Boolean));
    else if (!part.named) words.push(value === "" ? part.name.toUpperCase() : written(part, value));
    else if (value !== "" && value !== part.default) words.push(`${part.name}=${written(part, value)}`);
  }
  return words.join(" ");
}

function written(part, value) {
  return part.kind !== "text" || /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value);
}

function shownValues(values, parts) {
  return Object.fromEntries(parts.map((part) => [part.name, values[part.name] === "" ? part.name.toUpperCase() : values[part.name] === "null" ? "" : values[part.name]]));
}

/** What the chosen thing already says about a command's ids. */
function filling(subject, view) {
  const FILL = {
    broker: ({ id }) => ({ broker: id, a: `broker-${id}` }),
    log: ({ topic, partition }) => ({ topic, partition, partitions: partition, producer: producerOf(view, topic) }),
    record: ({ topic, partition, offset }) => ({ topic, partition, before: offset }),
    member: ({ id }) => ({ member: id, client: id, a: id, processor: id }),
    producer: ({ id }) => ({ producer: id, client: id, a: id, processor: id, topic: view.producers?.[id]?.topic }),
    group: ({ id }) => ({ group: id }),
    voter: ({ id }) => ({ controller: id, node: id, a: id }),
  };
  return FILL[subject.kind]?.(subject) ?? {};
}

function producerOf(view, topic) {
  return sortedKeys(view.producers).find((id) => view.producers[id].topic === topic);
}

function field(part, explained, parent, words, preset, filled) {
  const id = `command-${forms}-${part.name.replaceAll(".", "-")}`;
  const input = html("input", { class: "field", id, name: part.name, autocomplete: "off", spellcheck: "false", placeholder: preset ?? words.label("command.needed"), required: preset === null ? true : null });
  const known = filled[part.name];
  if (known !== undefined && part.name === "before") input.value = String(known);
  parent.append(html("p", { class: "form-row" }, html("label", { for: id }, part.kind === "settings" ? words.label("more.setting") : part.name, html("small", { class: "soft" }, ` ${explained}`)), input));
  return input;
}
