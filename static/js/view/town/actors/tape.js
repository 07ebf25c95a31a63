// The eye should learn: a log keeps events by age, numbered, whoever has read them. Readers only move
// their marks: where they read next, and what they have committed.

import { keyed, set, svg, write } from "../../../lib/dom.js";
import { MARKS } from "../../../lib/shapes.js";
import { sortedKeys } from "../../../lib/order.js";
import { eventOf } from "../../../model/town/readings.js";
import { box, fitted, label, makeTarget, name, place, textWidth } from "../../parts.js";
import { LINES, tileSize } from "../layout/common.js";
import { eventTile, round, setEventTile } from "../parts.js";

export const kind = "tape";

export function create(item, { layers }) {
  const node = makeTarget(layers.actors, "tape", `tape:${item.id}`);
  node.card = svg("rect", { class: "card-box place-box" }, node);
  node.title = label(node, "strong");
  node.note = label(node, "soft", "end");
  node.edge = svg("path", { class: "strip-edge", fill: "none" }, node);
  node.start = svg("path", { class: "log-start", fill: "none" }, node);
  node.tiles = svg("g", { class: "tiles" }, node);
  node.known = new Map();
  node.readers = svg("g", { class: "readers" }, node);
  node.readerNodes = new Map();
  return node;
}

/** First offset of the window: it moves some slots at a time, never at each event. */
export function tapeStart(known, slots) {
  const end = known?.end ?? 0;
  if (end < slots) return 0;
  const step = Math.max(1, Math.floor(slots / 3));
  return Math.ceil((end - slots + 1) / step) * step;
}

export function update(node, item, ctx) {
  const { view, plan, words, events, lit } = ctx;
  const spot = plan.tapes[item.id];
  const m = plan.metrics;
  const known = view.tapes?.[item.id];
  const { strip, box: card } = spot;
  const size = tileSize(m);
  set(node, { class: `actor target tape is-${known ? "up" : "absent"}${lit.has(item.id) ? " is-lit" : ""}` });
  box(node.card, card, 10);
  const from = tapeStart(known, strip.slots);
  const x = (offset) => strip.x + (offset - from) * strip.cell + size.w / 2;
  const rows = (known?.rows ?? []).filter(([offset]) => offset >= from && offset < from + strip.slots);
  const y = strip.y + strip.h / 2;
  tiles(node, rows, x, y, size, events, m);
  set(node.edge, { d: `M${strip.x} ${strip.y + strip.h}H${strip.x + strip.slots * strip.cell}` });
  notch(node, known, from, x, strip, size);
  heading(node, item, known, from, spot, { words, m });
  readers(node, known, from, x, strip, size, m, words);
  name(node, words.label("town.aria_tape", { log: item.id, start: known?.start ?? 0, end: known?.end ?? 0 }), ctx.selected === `tape:${item.id}`);
}

function tiles(node, rows, x, y, size, events, m) {
  const wanted = new Map(rows.map((row) => [String(row[0]), row]));
  keyed(node.tiles, node.known, [...wanted.keys()], () => {
    const tile = eventTile(node.tiles);
    tile.offset = svg("text", { class: "offset", "text-anchor": "middle" }, tile);
    return tile;
  });
  for (const [offset, tile] of node.known) {
    const [, event, eventName, key] = wanted.get(offset);
    const known = eventOf(events, event);
    setEventTile(tile, { ...known, name: known.name ?? eventName, key: known.key ?? key }, x(Number(offset)), y, size, m);
    set(tile, { "data-offset": offset });
    set(tile.offset, { x: 0, y: Math.round(size.h / 2 + m.text * 1.05), "font-size": m.text });
    write(tile.offset, offset);
  }
}

/** Where the log starts, once something has been let go of. */
function notch(node, known, from, x, strip, size) {
  const start = known?.start ?? 0;
  const visible = start > 0 && start >= from;
  set(node.start, { d: visible ? `M${round(x(start) - size.w / 2 - 2)} ${strip.y - 3}V${strip.y + strip.h + 3}m-6 0h6m-6 ${-strip.h - 6}h6` : "" });
}

function heading(node, item, known, from, { box: card, strip }, { words, m }) {
  const y = Math.round(card.y + m.text * 1.15);
  const right = card.x + card.w - m.text * 0.6;
  const title = words.label("town.log", { log: item.id });
  const start = known?.start ?? 0;
  const older = known && from > start ? words.label("legend.older", { first: start, last: from - 1 }) : "";
  const text = known ? [older, start > 0 ? words.label("town.log_from", { start }) : "", words.label("town.log_end", { end: known.end })].filter(Boolean).join(", ") : "";
  const note = fitted(text, right - strip.x - textWidth(title, m.text, true) - m.text, m.text);
  place(node.title, strip.x, y, m.text, title);
  place(node.note, right, y, m.text, note);
}

function readers(node, known, from, x, strip, size, m, words) {
  const ids = sortedKeys(known?.readers).slice(0, 3);
  keyed(node.readers, node.readerNodes, ids, makeReader(node.readers));
  ids.forEach((id, i) => {
    const y = strip.y + strip.h + m.text * (LINES.offsets + 0.25) + m.text * LINES.mark * (i + 0.55);
    setReader(node.readerNodes.get(id), id, known, { from, x, y, strip, size, m, words });
  });
}

const makeReader = (parent) => (id) => {
  const node = svg("g", { class: "log-reader", "data-reader": id }, parent);
  node.lag = svg("path", { class: "lag-bracket", fill: "none" }, node);
  node.position = svg("path", { class: "mark-shape" }, node);
  node.committed = svg("path", { class: "mark-shape mark-committed" }, node);
  node.text = label(node, "mark-number");
  return node;
};

/** ▲ where it reads next, ⚑ what it committed, and a bracket over what it has not read. */
function setReader(node, id, known, { from, x, y, strip, size, m, words }) {
  const { position = -1, committed = -1 } = known.readers[id];
  const lag = position < 0 ? 0 : Math.max(0, known.end - position);
  const edge = (offset) => Math.max(strip.x, Math.min(strip.x + strip.slots * strip.cell, x(Math.max(from, offset)) - size.w / 2 - 1));
  const r = m.text * 0.4;
  set(node.position, { d: position < 0 ? "" : MARKS.position(r), transform: `translate(${round(edge(position))} ${round(y)})` });
  set(node.committed, { d: committed < 0 ? "" : MARKS.committed(r), transform: `translate(${round(edge(committed) + (committed === position ? -m.text : 0))} ${round(y)})` });
  const text = lag > 0 ? words.label("town.reader_lag", { client: id, lag }) : words.label("town.reader", { client: id });
  const bracket = { from: edge(position) + r + 3, to: edge(known.end) };
  const wide = textWidth(text, m.text, true);
  const left = Math.min(edge(position), edge(committed)) - wide - m.text * 1.6;
  const at = textStart(bracket, left, wide, strip, m);
  set(node.lag, { d: lag > 0 ? bracketPath(bracket, at, wide, y) : "" });
  place(node.text, Math.round(at), Math.round(y + m.text * 0.36), m.text, text);
  set(node, { "data-position": position, "data-committed": committed, "data-lag": lag });
}

/** After the bracket, else before the marks, else in a gap of the bracket; where it has room nowhere, at the left. */
export function textStart(bracket, left, wide, strip, m) {
  const after = bracket.to + m.text * 0.7;
  if (after + wide <= strip.x + strip.w) return after;
  if (left >= strip.x) return left;
  const within = (bracket.from + bracket.to - wide) / 2;
  return within >= bracket.from + m.text * 0.5 ? within : strip.x;
}

export function bracketPath({ from, to }, at, wide, y) {
  const gap = at > from && at < to ? `H${round(at - 4)}M${round(at + wide + 4)} ${round(y + 1)}` : "";
  return `M${round(from)} ${round(y - 4)}v5${gap}H${round(to)}v-5`;
}
