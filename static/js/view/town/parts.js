// Pieces of these families: the tile of an event (shape says its form, filling what it carries, key
// letter and shape whose it is), rows of tiles, ghosts of what was lost, badges with a word.

import { keyed, set, show, svg, write } from "../../lib/dom.js";
import { MARKS } from "../../lib/shapes.js";
import { eventOf } from "../../model/town/readings.js";
import { fitted, glyph, label, place, setGlyph, textWidth } from "../parts.js";

const SHAPES = {
  fact: (w, h) => `M${-w / 2 + 5} ${-h / 2}H${w / 2 - 5}Q${w / 2} ${-h / 2} ${w / 2} ${-h / 2 + 5}V${h / 2 - 5}Q${w / 2} ${h / 2} ${w / 2 - 5} ${h / 2}H${-w / 2 + 5}Q${-w / 2} ${h / 2} ${-w / 2} ${h / 2 - 5}V${-h / 2 + 5}Q${-w / 2} ${-h / 2} ${-w / 2 + 5} ${-h / 2}Z`,
  command: (w, h) => `M${-w / 2} ${-h / 2}H${w / 2 - h * 0.36}L${w / 2} 0L${w / 2 - h * 0.36} ${h / 2}H${-w / 2}Z`,
  state: (w, h) => `M${-w / 2} ${-h / 2}H${w / 2}V${h / 2}H${-w / 2}ZM${-w / 2} ${-h / 2 + h * 0.2}H${w / 2}`,
};

/** Path data of an event's outline by its form, centred on 0 0. */
export function formPath(form, w, h) {
  return (SHAPES[form] ?? SHAPES.fact)(w, h);
}

export function eventTile(parent) {
  const node = svg("g", { class: "event" }, parent);
  node.shape = svg("path", { class: "event-box" }, node);
  node.mark = glyph(node);
  node.number = svg("text", { class: "event-number", "text-anchor": "middle" }, node);
  return node;
}

/** Puts an event's tile at the middle x, y; without a key its number says which event it is. */
export function setEventTile(node, event, x, y, { w, h }, m, className = "") {
  const keyedBy = event.key !== null && event.key !== undefined && event.key !== "";
  set(node, { class: `event is-${event.form ?? "fact"} carries-${event.carries ?? "state"}${className ? ` ${className}` : ""}`, transform: `translate(${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10})`, "data-event": event.event });
  set(node.shape, { d: formPath(event.form, w, h) });
  const shift = event.form === "command" ? -h * 0.12 : 0;
  const down = event.form === "state" ? h * 0.09 : 0;
  show(node.mark, keyedBy);
  if (keyedBy) setGlyph(node.mark, event.key, shift, down, m.glyph * 0.84, w > h * 1.2 ? m.text : 0);
  set(node.number, { x: Math.round(shift), y: Math.round(down + m.text * 0.36), "font-size": m.text });
  write(node.number, keyedBy ? "" : String(event.event % 1000));
}

/** A row of tiles: `items` = [{id, event, x, y, className}] in one parent that keeps one node per id. */
export function tileRow(parent) {
  const node = svg("g", { class: "tiles" }, parent);
  node.known = new Map();
  return node;
}

export function setTileRow(node, items, events, size, m) {
  const wanted = new Map(items.map((item) => [item.id, item]));
  keyed(node, node.known, [...wanted.keys()], () => eventTile(node));
  for (const [id, tile] of node.known) {
    const item = wanted.get(id);
    setEventTile(tile, eventOf(events, item.event), item.x, item.y, size, m, item.className ?? "");
    badgeOf(tile, item.delivery ?? 1, size, m);
  }
}

/** How often an event was given out: "×2" at its corner, from the second time on. */
function badgeOf(tile, delivery, { w, h }, m) {
  const again = delivery > 1;
  if (again && !tile.again) tile.again = svg("text", { class: "again", "text-anchor": "end" }, tile);
  if (!tile.again) return;
  show(tile.again, again);
  set(tile.again, { x: Math.round(w / 2 + 3), y: Math.round(-h / 2 + 3), "font-size": m.text });
  write(tile.again, `×${delivery}`);
}

/** Outlines of free places in a row. */
export function outlines(parent, className = "free-slots") {
  return svg("path", { class: className, fill: "none" }, parent);
}

export function setOutlines(node, spots, { w, h }) {
  set(node, { d: spots.map(([x, y]) => `M${round(x - w / 2)} ${round(y - h / 2)}h${w}v${h}h${-w}Z`).join("") });
}

/** What was lost here: the newest event as a ghost with a cross, how many, and the word for why. */
export function ghost(parent) {
  const node = svg("g", { class: "ghost" }, parent);
  node.tile = eventTile(node);
  node.cross = svg("path", { class: "ghost-cross", fill: "none" }, node);
  node.text = label(node, "ghost-text");
  return node;
}

export function setGhost(node, rows, x, y, width, { events, words, plan }) {
  const m = plan.metrics;
  show(node, rows.length > 0);
  set(node, { "data-lost": rows.length });
  if (rows.length === 0) return;
  const last = rows[rows.length - 1];
  const size = { w: Math.round(m.text * 1.75), h: Math.round(m.text * 1.25) };
  const cx = x + size.w / 2;
  setEventTile(node.tile, eventOf(events, last.event), cx, y, size, { ...m, glyph: m.glyph * 0.7 }, "is-ghost");
  set(node.cross, { d: MARKS.cross(size.h * 0.62), transform: `translate(${round(cx)} ${round(y)})`, "stroke-width": m.stroke * 1.4 });
  const { word } = words.error(last.reason);
  const whole = words.label("town.lost", { n: rows.length, reason: word });
  const room = width - size.w - m.text * 0.5;
  const text = textWidth(whole, m.text, true) <= room ? whole : fitted(words.label("town.lost_short", { n: rows.length }), room, m.text, true);
  place(node.text, Math.round(x + size.w + m.text * 0.4), Math.round(y + m.text * 0.36), m.text, text);
}

/** A word in a pill, right-aligned at x; gives its width. */
export function pill(parent, className = "") {
  const node = svg("g", { class: `town-pill ${className}` }, parent);
  node.back = svg("rect", { class: "pill" }, node);
  node.text = svg("text", { class: "pill-text", "text-anchor": "middle" }, node);
  return node;
}

export function setPill(node, text, x, y, m, { align = "right", most = Infinity } = {}) {
  const words = fitted(text, most - m.text * 1.1, m.text, true);
  show(node, words !== "");
  if (words === "") return 0;
  const w = Math.round(textWidth(words, m.text, true) + m.text * 1.1);
  const h = Math.round(m.text * 1.5);
  const left = align === "right" ? x - w : align === "middle" ? x - w / 2 : x;
  set(node.back, { x: Math.round(left), y: Math.round(y - h / 2), width: w, height: h, rx: h / 2 });
  set(node.text, { x: Math.round(left + w / 2), y: Math.round(y + m.text * 0.35), "font-size": m.text });
  write(node.text, words);
  return w;
}

export function round(value) {
  return Math.round(value * 10) / 10;
}

/** Whole tenths of a second, so that a running text changes no more often than it can be read. */
export function tenths(us) {
  return Math.max(0, Math.floor(us / 100_000) * 100_000);
}
