// The eye should learn: four numbers of a consumer on a partition, all of them the *next* offset,
// drawn at the left edge of that offset's slot. Only the committed one lives on the brokers, so it
// alone is drawn of further groups. Between it and what may be read lies the lag.

import { keyed, set, show, svg, write } from "../../lib/dom.js";
import { MARKS } from "../../lib/shapes.js";
import { groupsReading, lag, lagTime_us, marks, partition, readBound, windowStart } from "../../model/readings.js";
import { round, textWidth } from "../parts.js";
import { makeTrends } from "../trends.js";

export const kind = "marks";

export const ORDER = ["position", "processed", "stored", "committed"];
/** Which marks share a line when there are fewer lines than four. */
const TIERS = { 4: [["position"], ["processed"], ["stored"], ["committed"]], 2: [["position", "processed"], ["stored", "committed"]], 1: [ORDER] };
const SLOPES = new Map([[-1, "↘"], [0, "→"], [1, "↗"]]);

export function create(item, { layers }) {
  const node = svg("g", { class: "actor marks", "data-marks": item.id, "aria-hidden": "true" }, layers.marks);
  node.bracket = svg("path", { class: "lag-bracket", fill: "none" }, node);
  node.lagText = svg("text", { class: "lag-text" }, node);
  node.ticks = svg("path", { class: "done-ticks", fill: "none" }, node);
  node.groups = new Map();
  node.others = new Map();
  node.trends = makeTrends();
  return node;
}

export function update(node, item, { view, plan, focusGroup, words, now_us }) {
  const part = partition(view, item.topic, item.partition);
  const log = item.row.logs[String(part?.leader)];
  const readers = groupsReading(view, item.topic).filter((group) => view.groups[group].type !== "share");
  const group = readers.includes(focusGroup) ? focusGroup : null;
  const spot = log ? { view, item, part, log, plan, words, now_us, start: windowStart(part, log.slots) } : null;
  const own = spot && group ? labels(spot, group) : [];
  const others = spot && plan.plan.tiers > 1 ? flagsOf(spot, readers.filter((id) => id !== group), own) : [];
  show(node, own.length + others.length > 0);
  draw(node, node.groups, own, plan.metrics);
  draw(node, node.others, others, plan.metrics);
  drawLag(node, spot, group, own, others);
  drawTicks(node, spot, group);
}

function draw(node, known, entries, m) {
  const byKey = new Map(entries.map((entry) => [entry.key, entry]));
  keyed(node, known, [...byKey.keys()], (key) => makeLabel(node, byKey.get(key)));
  for (const [key, label] of known) drawLabel(label, byKey.get(key), m);
}

function labels({ view, item, log, plan, start }, group) {
  const known = marks(view, group, item.topic, item.partition);
  const out = [];
  TIERS[plan.plan.tiers].forEach((names, tier) => {
    const merged = mergeEqual(names.filter((word) => known[word] !== null && known[word] !== undefined), known);
    out.push(...spread(merged.map((entry) => ({ ...entry, text: String(entry.offset), key: entry.marks.join("+"), tier })), log, start, log.tiersY[tier], plan.metrics));
  });
  return out;
}

/** Committed offsets of the groups that are not in focus, each with its group's name, beside that of the focus. */
function flagsOf({ view, item, log, plan, start }, groups, own) {
  const m = plan.metrics;
  const tier = plan.plan.tiers - 1;
  const taken = own.filter((entry) => entry.tier === tier);
  const rows = groups.map((group) => ({ group, offset: view.groups[group].committed?.[item.topic]?.[String(item.partition)] })).filter(({ offset }) => offset !== undefined);
  const entries = rows.sort((a, b) => a.offset - b.offset).map(({ group, offset }) => ({ offset, marks: ["committed"], text: `${offset} ${group}`, key: `other:${group}`, group }));
  const all = spread([...taken.map((entry) => ({ ...entry, fixed: true })), ...entries].sort((a, b) => a.offset - b.offset), log, start, log.tiersY[tier], m);
  for (const entry of all.filter((candidate) => candidate.fixed)) Object.assign(own.find(({ key }) => key === entry.key), entry);
  const placed = all.filter((entry) => !entry.fixed);
  return placed.length > 0 && all[0].x < log.card.x ? placed.map((entry) => ({ ...entry, text: String(entry.offset) })) : placed;
}

function mergeEqual(names, known) {
  const byOffset = new Map();
  for (const word of names) byOffset.set(known[word], [...(byOffset.get(known[word]) ?? []), word]);
  return [...byOffset].map(([offset, words]) => ({ offset, marks: words })).sort((a, b) => a.offset - b.offset);
}

/** Left to right without overlap, and inside the card; a pushed label still carries its number. */
function spread(entries, log, start, y, m) {
  const size = m.text;
  const left = log.card.x + size * 0.75;
  const right = log.card.x + log.card.w - 4;
  const widths = entries.map((entry) => entry.marks.length * size * 1.05 + textWidth(entry.text, size, true) + size * (entry.offset < start ? 1.2 : 0.6));
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
  return entries.map((entry, i) => ({ ...entry, y, w: widths[i], older: entry.offset < start }));
}

function makeLabel(parent, entry) {
  const other = Boolean(entry.group);
  const node = svg("g", { class: other ? "other-mark" : "mark", "data-group": entry.group ?? null }, parent);
  node.shapes = entry.marks.map((word) => svg("path", { class: `mark-shape mark-${word}` }, node));
  node.older = svg("path", { class: "mark-older", fill: "none" }, node);
  node.number = svg("text", { class: `mark-number${entry.key === "committed" || other ? " mark-saved" : ""}` }, node);
  return node;
}

function drawLabel(node, entry, m) {
  const size = m.text;
  const step = size * 1.05;
  entry.marks.forEach((word, i) => {
    set(node.shapes[i], { d: MARKS[word](size * 0.36), transform: `translate(${entry.x + Math.round(i * step)} ${entry.y - Math.round(size * 0.36)})` });
  });
  set(node, { "data-mark": entry.marks.join(" ") });
  const after = entry.x + (entry.marks.length - 1) * step + size * 0.68;
  const r = size * 0.28;
  show(node.older, entry.older);
  set(node.older, { d: `M${round(after + r)} ${round(entry.y - size * 0.36 - r)}l${round(-r)} ${round(r)}l${round(r)} ${round(r)}`, "stroke-width": m.stroke });
  set(node.number, { x: Math.round(after + (entry.older ? size * 0.5 : 0)), y: entry.y, "font-size": size });
  write(node.number, entry.text);
}

/** From the committed offset to what the group may read, hugging the slots; its number stands beside the flag. */
function drawLag(node, spot, group, own, others) {
  const committed = own.find((entry) => entry.marks.includes("committed"));
  const bound = spot && group ? readBound(spot.view, group, spot.item.topic, spot.item.partition) : null;
  const n = spot && group ? lag(spot.view, group, spot.item.topic, spot.item.partition) : null;
  const visible = Boolean(committed) && n > 0;
  show(node.bracket, visible);
  set(node, { "data-lag": group && n !== null ? n : null });
  show(node.lagText, visible);
  if (!spot || !group || n === null) return;
  const slope = node.trends.note(group, n, spot.now_us);
  if (!visible) return;
  const { log, start, plan } = spot;
  const m = plan.metrics;
  const at = (offset) => Math.round(log.strip.x + Math.max(0, Math.min(log.slots, offset - start)) * log.cell - 1);
  const y = log.strip.y + log.strip.h + 3;
  set(node.bracket, { d: `M${at(committed.offset)} ${committed.offset < start ? y : y - 3}V${y}H${at(bound) - 2}V${y - 3}`, "stroke-width": m.stroke * 1.3 });
  const right = [...own, ...others].filter((entry) => entry.y === committed.y && entry.x > committed.x).map(({ x }) => x - m.text * 0.6);
  lagText(node, spot, group, n, slope, { left: committed.x + committed.w + m.text * 0.2, right: Math.min(log.card.x + log.card.w - 6, ...right), y: committed.y });
}

/** "lag 3, 1.2 s" and whether it grows, as far as there is room beside the flag. */
function lagText(node, { view, item, now_us, words, plan }, group, n, slope, { left, right, y }) {
  const m = plan.metrics;
  const time_us = lagTime_us(view, group, item.topic, item.partition, now_us);
  const arrow = slope === null ? "" : ` ${SLOPES.get(slope)}`;
  const whole = time_us === null ? null : words.label("group.lag_time", { n, time: words.duration(Math.floor(time_us / 100_000) * 100_000) }) + arrow;
  const texts = [whole, words.label("group.lag", { n }) + arrow].filter(Boolean);
  const text = texts.find((candidate) => textWidth(candidate, m.text) <= right - left) ?? "";
  set(node.lagText, { x: Math.round(left), y, "font-size": m.text });
  write(node.lagText, text);
}

/** A small tick on each record that the owner has processed, two on one that the group had processed before. */
function drawTicks(node, spot, group) {
  const owner = spot && group ? marks(spot.view, group, spot.item.topic, spot.item.partition).owner : null;
  const done = owner ? (spot.view.members[owner].partitions?.[spot.item.topic]?.[String(spot.item.partition)]?.done ?? []) : [];
  const shown = spot ? done.filter(([offset]) => offset >= spot.start && offset < spot.start + spot.log.slots) : [];
  show(node.ticks, shown.length > 0 && spot.plan.plan.stacked);
  if (shown.length === 0) return;
  const m = spot.plan.metrics;
  const r = m.text * 0.18;
  const { strip, cell } = spot.log;
  const tick = (x, y) => `M${round(x - r)} ${round(y)}l${round(r * 0.7)} ${round(r * 0.7)}l${round(r * 1.3)} ${round(-r * 1.5)}`;
  const one = ([offset, again]) => {
    const x = strip.x + (offset - spot.start + 1) * cell - 3 - m.text * 0.45;
    const y = strip.y + strip.h - m.text * 0.34;
    return tick(x, y) + (again ? tick(x, y - m.text * 0.32) : "");
  };
  set(node.ticks, { d: shown.map(one).join(""), "stroke-width": m.stroke * 1.2, "data-done": shown.map(([offset]) => offset).join(" ") });
}
