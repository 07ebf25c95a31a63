// The eye should learn: a share group hands out records, not partitions. Each record in flight carries its
// state below its slot: waiting, locked for one member until its ring runs out, done, or given up.

import { keyed, set, show, svg, write } from "../../lib/dom.js";
import { MARKS } from "../../lib/shapes.js";
import { partition, windowStart } from "../../model/readings.js";
import { stateLook } from "../states.js";
import { ring, round, setRing, shareLeft, textWidth } from "../parts.js";

export const kind = "locks";
const SHAPES = { circle: "ring", padlock: "lock", tick: "tick", box: "box" };

export function create(item, { layers }) {
  const node = svg("g", { class: "actor locks", "data-locks": item.id, "aria-hidden": "true" }, layers.marks);
  node.rows = new Map();
  node.bounds = {};
  for (const end of ["start", "end"]) node.bounds[end] = { line: svg("path", { class: "share-line", fill: "none" }, node), text: svg("text", { class: "share-text" }, node) };
  return node;
}

export function update(node, item, ctx) {
  const { view, plan } = ctx;
  const part = partition(view, item.topic, item.partition);
  const log = item.row.logs[String(part?.leader)];
  const window = view.shares?.[item.group]?.[item.topic]?.[String(item.partition)];
  show(node, Boolean(log && window));
  if (!log || !window) return;
  const start = windowStart(part, log.slots);
  const rows = (window.in_flight ?? []).filter(([offset]) => offset >= start && offset < start + log.slots);
  keyed(node, node.rows, rows.map(([offset]) => offset), () => makeRow(node));
  node.shown = rows.map((row) => ({ row, place: placeOf(row[0], log, start, plan) }));
  for (const { row, place } of node.shown) drawRow(node.rows.get(row[0]), row, place, plan.metrics);
  bounds(node, window, log, start, ctx);
  tick(node, item, ctx);
}

function placeOf(offset, log, start, plan) {
  return { x: round(log.strip.x + (offset - start) * log.cell + (log.cell - 3) / 2), y: log.tiersY[0] - plan.metrics.text * 0.3, w: log.cell, lines: plan.plan.tiers };
}

function makeRow(parent) {
  const node = svg("g", {}, parent);
  node.shape = svg("path", {}, node);
  node.lock = ring(node, "lock-ring");
  node.text = svg("text", { "text-anchor": "middle" }, node);
  node.who = svg("text", { "text-anchor": "middle" }, node);
  return node;
}

/** The state's shape, below it how often the record was delivered and, locked, to whom. */
function drawRow(node, [offset, state, deliveries, member], { x, y, w, lines }, m) {
  set(node, { class: `share-row is-${state}`, "data-share": state, "data-offset": offset, "data-deliveries": deliveries, "data-member": member || null });
  const look = stateLook("share", state);
  set(node.shape, { d: MARKS[SHAPES[look.shape]](m.text * 0.42), transform: `translate(${x} ${round(y)})`, fill: look.pattern === "inked" ? null : "none", "stroke-width": m.stroke * 1.4 });
  set(node.text, { x, y: round(y + m.text * 1.5), "font-size": m.text });
  write(node.text, lines > 1 && deliveries > 0 ? `×${deliveries}` : "");
  set(node.who, { x, y: round(y + m.text * 2.65), "font-size": m.text });
  const number = `→${member.replace(/^.*-/, "")}`;
  write(node.who, member && lines > 2 && textWidth(number, m.text, true) <= w ? number : "");
}

/** Where the group's window begins and ends, on the last line. */
function bounds(node, window, log, start, { plan, words }) {
  const m = plan.metrics;
  const y = log.tiersY[log.tiersY.length - 1];
  const shown = plan.plan.tiers === 4;
  const texts = { start: words.label("share.start", { offset: window.start_offset }), end: words.label("share.end", { offset: window.end_offset }) };
  const at = (offset) => Math.round(log.strip.x + Math.max(0, Math.min(log.slots, offset - start)) * log.cell - 1);
  const width = { start: textWidth(texts.start, m.text), end: textWidth(texts.end, m.text) };
  const right = log.card.x + log.card.w - 6;
  const endX = Math.min(at(window.end_offset), right - width.end);
  const startX = Math.max(log.card.x + 6, Math.min(at(window.start_offset), endX - width.start - m.text));
  for (const [end, x] of [["start", startX], ["end", endX]]) {
    const { line, text } = node.bounds[end];
    const offset = window[`${end}_offset`];
    show(line, shown && offset >= start);
    set(line, { d: `M${at(offset)} ${log.strip.y + log.strip.h + 2}V${y - m.text}`, "stroke-width": m.stroke });
    set(text, { x: Math.round(x), y, "font-size": m.text });
    write(text, shown ? texts[end] : "");
  }
}

export function tick(node, item, { plan, now_us, waits }) {
  const m = plan.metrics;
  for (const { row, place } of node.shown ?? []) {
    const known = node.rows.get(row[0]);
    if (known) setRing(known.lock, place.x, place.y, m.text * 0.72, m.stroke * 1.3, row[1] === "Acquired" ? shareLeft(row[4], waits.lock_us, now_us) : null);
  }
}
