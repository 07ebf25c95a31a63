// The eye should learn: four numbers of a consumer on a partition, all of them the *next* offset,
// drawn at the left edge of that offset's slot. Only the committed one lives on the brokers.

import { keyed, set, show, svg, write } from "../../lib/dom.js";
import { MARKS } from "../../lib/shapes.js";
import { marks, partition, windowStart } from "../../model/readings.js";
import { textWidth } from "../parts.js";

export const kind = "marks";

export const ORDER = ["position", "processed", "stored", "committed"];
/** Which marks share a line when there are fewer lines than four. */
const TIERS = { 4: [["position"], ["processed"], ["stored"], ["committed"]], 2: [["position", "processed"], ["stored", "committed"]], 1: [ORDER] };

export function create(item, { layers }) {
  const node = svg("g", { class: "actor marks", "data-marks": item.id, "aria-hidden": "true" }, layers.marks);
  node.groups = new Map();
  return node;
}

export function update(node, item, { view, plan, focusGroup }) {
  const part = partition(view, item.topic, item.partition);
  const log = item.row.logs[String(part?.leader)];
  const wanted = log && focusGroup ? labels(view, item, part, log, plan, focusGroup) : [];
  show(node, wanted.length > 0);
  const byKey = new Map(wanted.map((entry) => [entry.marks.join("+"), entry]));
  keyed(node, node.groups, [...byKey.keys()], (key) => makeLabel(node, key));
  for (const [key, label] of node.groups) drawLabel(label, byKey.get(key), plan.metrics);
}

function labels(view, item, part, log, plan, group) {
  const known = marks(view, group, item.topic, item.partition);
  const start = windowStart(part, log.slots);
  const m = plan.metrics;
  const out = [];
  TIERS[plan.plan.tiers].forEach((names, tier) => {
    const merged = mergeEqual(names.filter((word) => known[word] !== null && known[word] !== undefined), known);
    out.push(...spread(merged, log, start, tier, m));
  });
  return out;
}

function mergeEqual(names, known) {
  const byOffset = new Map();
  for (const word of names) byOffset.set(known[word], [...(byOffset.get(known[word]) ?? []), word]);
  return [...byOffset].map(([offset, words]) => ({ offset, marks: words })).sort((a, b) => a.offset - b.offset);
}

/** Left to right without overlap, and inside the card; a pushed label still carries its number. */
function spread(entries, log, start, tier, m) {
  const size = m.text;
  const left = log.card.x + size * 0.75;
  const right = log.card.x + log.card.w - 4;
  const widths = entries.map((entry) => entry.marks.length * size * 1.05 + textWidth(entry.offset, size, true) + size * 0.6);
  let at = left - size;
  entries.forEach((entry, i) => {
    const place = Math.max(0, Math.min(log.slots, entry.offset - start));
    entry.x = Math.max(log.strip.x + place * log.cell - 1, at);
    at = entry.x + widths[i];
  });
  let limit = right;
  for (let i = entries.length - 1; i >= 0; i -= 1) {
    entries[i].x = Math.round(Math.max(left, Math.min(entries[i].x, limit - widths[i] + size * 0.5)));
    limit = entries[i].x;
  }
  return entries.map((entry) => ({ ...entry, y: log.tiersY[tier] }));
}

function makeLabel(parent, key) {
  const node = svg("g", { class: "mark" }, parent);
  node.shapes = key.split("+").map((word) => svg("path", { class: `mark-shape mark-${word}` }, node));
  node.number = svg("text", { class: `mark-number${key === "committed" ? " mark-saved" : ""}` }, node);
  return node;
}

function drawLabel(node, entry, m) {
  const size = m.text;
  entry.marks.forEach((word, i) => {
    set(node.shapes[i], { d: MARKS[word](size * 0.36), transform: `translate(${entry.x + Math.round(i * size * 1.05)} ${entry.y - Math.round(size * 0.36)})` });
  });
  set(node, { "data-mark": entry.marks.join(" ") });
  set(node.number, { x: Math.round(entry.x + (entry.marks.length - 1) * size * 1.05 + size * 0.68), y: entry.y, "font-size": size });
  write(node.number, entry.offset);
}
