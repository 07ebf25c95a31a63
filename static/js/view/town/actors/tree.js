// The eye should learn: a topic is a path of levels, and a filter chooses branches. The path of the
// last published topic lights up; at its end stands who had asked for it, or that nobody had.

import { keyed, set, show, svg } from "../../../lib/dom.js";
import { byId } from "../../../lib/order.js";
import { fateOf, subscriptionsOf } from "../../../model/town/readings.js";
import { box, fitted, label, makeTarget, name, place, textWidth } from "../../parts.js";

export const kind = "tree";

export function create(_item, { layers }) {
  const node = makeTarget(layers.actors, "topics", "topics:all");
  node.card = svg("rect", { class: "card-box" }, node);
  node.title = label(node, "strong");
  node.sub = label(node, "soft");
  node.stems = svg("path", { class: "stem", fill: "none" }, node);
  node.litStems = svg("path", { class: "stem is-lit", fill: "none" }, node);
  node.leaves = svg("g", {}, node);
  node.leafNodes = new Map();
  node.askedTitle = label(node, "strong");
  node.asked = svg("g", {}, node);
  node.askedNodes = new Map();
  return node;
}

/** Rows of the tree, depth first: {id, level, text, topic or null, path}; a Kafka name is one row, its dots are characters. */
export function treeRows(topics, dialect) {
  const rows = new Map();
  for (const topic of [...topics].sort(byId)) {
    const levels = dialect === "kafka" ? [topic] : topic.split("/");
    levels.forEach((text, level) => {
      const id = levels.slice(0, level + 1).join("/");
      const known = rows.get(id) ?? { id, level, text: text === "" ? "“”" : text, topic: null };
      if (level === levels.length - 1) known.topic = topic;
      rows.set(id, known);
    });
  }
  return inOrder(rows, dialect);
}

/** Children under their parents, whatever the order in which paths were met. */
function inOrder(rows, dialect) {
  if (dialect === "kafka") return [...rows.values()];
  const out = [];
  const visit = (prefix, level) => {
    for (const row of rows.values()) {
      if (row.level !== level || (level > 0 && !row.id.startsWith(`${prefix}/`))) continue;
      out.push(row);
      visit(row.id, level + 1);
    }
  };
  visit("", 0);
  return out;
}

/** Topics by dialect: those that the cast's programs publish, and those that came in since. */
export function topicsShown(view, who) {
  const out = new Map();
  const put = (client, topic) => {
    const broker = view.clients?.[client]?.broker ?? who.clients.find(({ id }) => id === client)?.broker;
    const dialect = who.hubs.find(({ id }) => id === broker)?.dialect ?? who.hubs[0]?.dialect ?? "mqtt";
    if (!topic.includes("{")) out.set(dialect, (out.get(dialect) ?? new Set()).add(topic));
  };
  for (const client of who.clients) for (const topic of client.topics ?? []) put(client.id, topic);
  for (const row of view.published ?? []) put(row[7], row[1]);
  return out;
}

/** The rows of all dialects in use, each with its own reading of a topic; a title parts them where there are several. */
function allRows(view, who, words) {
  const topics = topicsShown(view, who);
  const rows = [...topics].flatMap(([dialect, names]) => {
    const own = treeRows(names, dialect).map((row) => ({ ...row, dialect, path: row.id, id: `${dialect}:${row.id}` }));
    return topics.size > 1 ? [{ id: `${dialect}:`, level: 0, text: words.label(`town.dialect_${dialect}`), topic: null, title: true, dialect, path: null }, ...own] : own;
  });
  return rows;
}

export function update(node, item, ctx) {
  const { view, plan, words } = ctx;
  const area = plan.tree;
  const m = plan.metrics;
  const dialects = [...new Set(ctx.who.hubs.map(({ dialect }) => dialect))];
  box(node.card, area, 16);
  const last = (view.published ?? []).at(-1);
  const pad = Math.round(m.text * 0.9);
  const x = area.x + pad;
  const wide = area.w - 2 * pad;
  place(node.title, x, Math.round(area.y + m.text * 1.75), m.name, words.label("town.topics"));
  place(node.sub, x, Math.round(area.y + m.text * 3.2), m.text, fitted(dialects.length === 1 ? words.label(`town.levels_${dialects[0]}`) : "", wide, m.text));
  const rows = allRows(view, ctx.who, words);
  const asked = allAsked(view);
  const askedRoom = Math.min(asked.length, Math.max(2, Math.floor((area.h / m.text - 8 - rows.length * 1.7) / 1.5)));
  const step = Math.max(m.text * 1.5, Math.min(m.text * 2, (area.h - m.text * (6.2 + askedRoom * 1.5)) / Math.max(1, rows.length)));
  const shown = rows.slice(0, Math.max(1, Math.floor((area.h - m.text * (6 + askedRoom * 1.5)) / step)));
  const top = area.y + m.text * 4.6;
  leaves(node, shown, { x, top, step, right: area.x + area.w - pad, last: last?.[1] ?? null }, ctx);
  askedOf(node, asked.slice(0, askedRoom), asked.length, x, Math.round(top + shown.length * step + m.text * 1.1), wide, ctx);
  name(node, words.label("town.aria_topics", { n: rows.filter((row) => row.topic !== null).length }), ctx.selected === "topics:all");
}

function leaves(node, rows, { x, top, step, right, last }, { view, plan, words, preview }) {
  const m = plan.metrics;
  const onPath = (row) => last !== null && row.path !== null && (row.path === last || (row.dialect !== "kafka" && last.startsWith(`${row.path}/`)));
  keyed(node.leaves, node.leafNodes, rows.map(({ id }) => id), () => makeLeaf(node.leaves));
  let stems = "";
  let lit = "";
  const spots = new Map();
  rows.forEach((row, i) => {
    const spot = { x: Math.round(x + m.text * (0.5 + row.level * 1.35)), y: Math.round(top + i * step) };
    spots.set(row.id, spot);
    const parent = row.level > 0 ? spots.get(`${row.dialect}:${row.path.split("/").slice(0, row.level).join("/")}`) : null;
    const piece = parent ? `M${parent.x} ${parent.y + 6}V${spot.y}H${spot.x - 5}` : "";
    if (onPath(row)) lit += piece;
    else stems += piece;
    setLeaf(node.leafNodes.get(row.id), row, spot, right, { lit: onPath(row), fate: row.topic === null ? null : fateOf(view, row.topic), preview, words, m });
  });
  set(node.stems, { d: stems });
  set(node.litStems, { d: lit });
}

function makeLeaf(parent) {
  const node = svg("g", { class: "leaf" }, parent);
  node.halo = svg("circle", { class: "leaf-halo", fill: "none" }, node);
  node.dot = svg("circle", { class: "leaf-dot" }, node);
  node.text = label(node, "leaf-text");
  node.fate = label(node, "leaf-fate", "end");
  return node;
}

function setLeaf(node, row, { x, y }, right, { lit, fate, preview, words, m }) {
  const chosen = row.topic !== null && Boolean(preview?.has(row.topic));
  const nobody = fate !== null && fate.asked.length === 0;
  set(node, { class: `leaf${row.title ? " is-title" : ""}${lit ? " is-lit" : ""}${row.topic !== null ? " is-topic" : ""}${fate ? (nobody ? " is-nobody" : " is-asked") : ""}${chosen ? " is-chosen" : ""}`, "data-topic": row.topic, "data-node": row.id });
  const r = m.text * 0.4;
  show(node.dot, !row.title);
  set(node.dot, { cx: x, cy: y, r });
  show(node.halo, chosen);
  set(node.halo, { cx: x, cy: y, r: r * 1.75 });
  const textX = Math.round(row.title ? x - m.text * 0.5 : x + m.text * 0.85);
  const text = fitted(row.text, right - textX, m.text, true);
  place(node.text, textX, Math.round(y + m.text * 0.36), m.text, text);
  const room = right - textX - textWidth(text, m.text, true) - m.text * 0.7;
  place(node.fate, right, Math.round(y + m.text * 0.36), m.text, fateText(fate, nobody, chosen, room, words, m));
}

/** Who had asked when it was last published: by name where there is room, else how many. */
function fateText(fate, nobody, chosen, room, words, m) {
  if (chosen) return fitted(words.label("town.chosen"), room, m.text, true);
  if (fate === null) return "";
  if (nobody) return fitted(words.label("town.nobody"), room, m.text, true);
  const places = fate.asked;
  const whole = words.label("town.asked_by", { places: places.join(", ") });
  const texts = [whole, words.label("town.asked_by_n", { n: places.length }), words.label("town.asked_n", { n: places.length })];
  return texts.find((text) => textWidth(text, m.text, true) <= room) ?? "";
}

function allAsked(view) {
  const rows = Object.keys(view.hubs ?? {}).sort(byId).flatMap((hub) => subscriptionsOf(view, hub));
  return rows.map(({ place: who, filter, memory }) => ({ id: `${who}|${filter}`, who, filter, memory }));
}

function askedOf(node, rows, total, x, y, w, { view, plan, words, lit }) {
  const m = plan.metrics;
  show(node.askedTitle, rows.length > 0);
  place(node.askedTitle, x, y, m.text, words.label("town.who_asked"));
  keyed(node.asked, node.askedNodes, rows.map(({ id }) => id), () => {
    const row = svg("g", { class: "asked" }, node.asked);
    row.filter = label(row, "asked-filter");
    row.who = label(row, "soft", "end");
    return row;
  });
  rows.forEach((row, i) => {
    const known = node.askedNodes.get(row.id);
    const at = Math.round(y + m.text * 1.5 * (i + 1));
    set(known, { class: `asked${lit.has(row.who) ? " is-lit" : ""}`, "data-asked": row.id });
    const filter = fitted(row.filter, w * 0.6, m.text, true);
    const more = i === rows.length - 1 && total > rows.length;
    place(known.filter, x, at, m.text, more ? words.label("town.asked_more", { n: total - rows.length + 1 }) : filter);
    place(known.who, x + w, at, m.text, more ? "" : fitted(row.who, w - textWidth(filter, m.text, true) - m.text, m.text));
  });
  set(node.asked, { "data-total": Object.keys(view.subscriptions ?? {}).length });
}
