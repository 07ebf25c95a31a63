// The form that publishes: producer, key, value, partition by the key or chosen, acks.

import { html } from "../../lib/dom.js";

let forms = 0;

/** The one-line command for what a form holds; an empty partition leaves the choice to the key. */
export function publishText({ producer, topic, key, value, partition, acks }) {
  const parts = [`publish ${producer} ${topic}`];
  if (key !== "") parts.push(`key=${quoted(key)}`);
  if (value !== "") parts.push(`value=${quoted(value)}`);
  if (partition !== "") parts.push(`partition=${partition}`);
  if (acks !== "") parts.push(`acks=${acks}`);
  return parts.join(" ");
}

function quoted(text) {
  return /^[a-z][a-z0-9._-]{0,31}$/.test(text) && text !== "null" && text !== "true" && text !== "false" ? text : JSON.stringify(text);
}

/** `subject` is a producer, or a partition (whose number is then chosen). */
export function publishForm(subject, view, words, acts) {
  forms += 1;
  const producers = Object.keys(view.producers ?? {});
  const chosen = subject.kind === "producer" ? subject.id : (producers.find((id) => view.producers[id].topic === subject.topic) ?? producers[0]);
  const known = view.producers?.[chosen] ?? {};
  const topic = subject.topic ?? known.topic;
  const count = view.topic_configs?.[topic]?.partitions ?? 0;
  const keyList = html("datalist", { id: `keys-${forms}` }, ...(known.keys ?? []).map((key) => html("option", { value: key })));
  const fields = {
    producer: select(producers.map((id) => [id, id]), chosen),
    key: html("input", { class: "field", list: keyList.id, value: known.keys?.[0] ?? "", maxlength: 40, autocomplete: "off", spellcheck: "false" }),
    value: html("input", { class: "field", value: "", maxlength: 80, autocomplete: "off" }),
    partition: select([["", words.label("field.partition_by_key")], ...Array.from({ length: count }, (_none, i) => [String(i), String(i)])], subject.kind === "log" ? String(subject.partition) : ""),
    acks: select([["", words.label("field.acks_as_set", { acks: known.acks ?? "" })], ["all", "all"], ["1", "1"], ["0", "0"]], ""),
  };
  fields.key.setAttribute("placeholder", words.label("field.no_key"));
  const button = html("button", { class: "btn primary" }, words.label("button.publish"));
  const form = html("form", { class: "publish", "data-answers": "" }, html("h3", {}, words.label("heading.publish")));
  for (const [name, control] of Object.entries(fields)) form.append(row(name, control, words));
  form.append(keyList, button, html("p", { class: "answer", "data-answer": "" }));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const values = Object.fromEntries(Object.entries(fields).map(([name, control]) => [name, control.value.trim()]));
    acts.command(publishText({ ...values, topic }), button);
  });
  return form;
}

function row(name, control, words) {
  control.id = `publish-${name}-${forms}`;
  control.name = name;
  return html("p", { class: "form-row" }, html("label", { for: control.id }, name === "acks" ? words.label("table.acks") : words.label(`field.${name}`)), control);
}

function select(options, chosen) {
  const node = html("select", { class: "field" });
  for (const [value, text] of options) node.append(html("option", { value, selected: value === chosen }, text));
  return node;
}
