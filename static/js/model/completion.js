// What can come next in a line of the command language: verbs, kinds, ids of this room, named fields with
// their defaults and values. A pure function of the line, the grammar and the view.

import { sortedKeys } from "../lib/order.js";

/**
 * `grammar` = {name: {verb, kind, example, parts}}. Gives {from, options, command}: `options` = [{text, kind,
 * default}] that may stand from column `from` of the line on; `command` is the name once it is known.
 */
export function completions(line, grammar, view, explained = {}) {
  const words = cut(line);
  const typed = line === "" || line.endsWith(" ") ? "" : words.pop().text;
  const from = line.length - typed.length;
  if (PLANS.has(words[0]?.text) && !words.some(({ text }) => text === "do")) return { from, options: [], command: words[0].text };
  const inner = innerFrom(words);
  const found = nextOf(words.slice(inner).map(({ text }) => text), typed, grammar, view, explained);
  return { from: from + (found.skip ?? 0), options: found.options, command: found.command };
}

/** A command after "when … do" or "at … do" begins anew. */
function innerFrom(words) {
  const at = words.findIndex(({ text }) => text === "do");
  return PLANS.has(words[0]?.text) && at > 0 ? at + 1 : 0;
}

const PLANS = new Set(["when", "at"]);

function nextOf(words, typed, grammar, view, explained) {
  const rows = Object.values(grammar);
  if (words.length === 0) return { options: starting(unique(rows.map(({ verb }) => verb)).map((text) => ({ text, kind: "verb" })), typed) };
  const kinds = rows.filter(({ verb }) => verb === words[0]).map(({ kind }) => kind);
  if (kinds.length === 0) return { options: [] };
  const needsKind = !(kinds.length === 1 && kinds[0] === "");
  if (needsKind && words.length === 1) return { options: starting(kinds.map((text) => ({ text, kind: "kind" })), typed) };
  const command = needsKind ? `${words[0]} ${words[1]}` : words[0];
  if (!grammar[command]) return { options: [] };
  return { command, ...partOf(grammar[command], words.slice(needsKind ? 2 : 1), typed, view, explained) };
}

function partOf({ parts }, given, typed, view, explained) {
  const positional = parts.filter((part) => !part.named && part.kind !== "settings");
  const named = parts.filter((part) => part.named && part.kind !== "settings");
  const placed = given.filter((word) => !NAMED.test(word));
  const used = new Set(given.filter((word) => NAMED.test(word)).map((word) => word.slice(0, word.indexOf("="))));
  const field = NAMED.test(typed) ? named.find(({ name }) => typed.startsWith(`${name}=`)) : undefined;
  if (field) {
    const skip = field.name.length + 1;
    return { skip, options: starting(values(field, placed, view).map((text) => ({ text, kind: "value" })), typed.slice(skip)) };
  }
  if (placed.length < positional.length) {
    const part = positional[placed.length];
    return { options: starting(values(part, placed, view).map((text) => ({ text, kind: "id", about: explained[part.name] })), typed) };
  }
  const fresh = named.filter(({ name }) => !used.has(name));
  return { options: starting(fresh.map((part) => ({ text: `${part.name}=`, kind: "field", default: part.default ?? null, about: explained[part.name] })), typed) };
}

const NAMED = /^[a-z][a-z0-9._]*=/;

const processes = (view) => [...sortedKeys(view.hubs), ...sortedKeys(view.clients), ...sortedKeys(view.brokers).map((id) => `broker-${id}`), ...sortedKeys(view.producers), ...sortedKeys(view.members), ...sortedKeys(view.voters).filter((id) => !id.startsWith("broker-"))];
const topics = (view) => sortedKeys(view.topic_configs).filter((id) => !view.topic_configs[id].internal);

/** Ids of this room, by the field's name; else what its kind allows. */
const IDS = {
  broker: (view) => [...sortedKeys(view.brokers), ...sortedKeys(view.hubs)],
  producer: (view) => sortedKeys(view.producers),
  processor: (view) => sortedKeys(view.transactions),
  member: (view) => sortedKeys(view.members),
  client: (view) => [...sortedKeys(view.producers), ...sortedKeys(view.members), ...sortedKeys(view.clients)],
  service: (view) => sortedKeys(view.services),
  queue: (view) => sortedKeys(view.queues),
  log: (view) => sortedKeys(view.tapes),
  place: (view) => sortedKeys(view.places),
  group: (view) => sortedKeys(view.groups),
  topic: topics,
  topics,
  controller: (view) => sortedKeys(view.voters).filter((id) => id.startsWith("q")),
  node: (view) => sortedKeys(view.voters).filter((id) => id.startsWith("zk")),
  partition: (view, placed) => partitionsOf(view, placed),
  partitions: (view, placed) => partitionsOf(view, placed),
  a: processes,
  b: (view, placed) => processes(view).filter((id) => id !== placed[0]),
  key: (view, placed) => view.producers?.[placed[0]]?.keys ?? [],
};
const VALUES = { bool: ["true", "false"], acks: ["all", "1", "0"] };

function partitionsOf(view, placed) {
  const topic = placed.findLast((word) => word in (view.topics ?? {}));
  return topic === undefined ? [] : sortedKeys(view.topics[topic]);
}

function values(part, placed, view) {
  return VALUES[part.kind] ?? IDS[part.name]?.(view, placed)?.map(String) ?? (part.default && part.default !== "null" ? [part.default] : []);
}

function starting(options, typed) {
  return options.filter(({ text }) => text.startsWith(typed) && text !== typed);
}

function unique(items) {
  return [...new Set(items)];
}

/** Words of a line; a JSON string is part of one word. */
function cut(line) {
  return [...line.matchAll(/(?:[^\s"]|"(?:\\.|[^"\\])*"?)+/g)].map((found) => ({ text: found[0], at: found.index }));
}
