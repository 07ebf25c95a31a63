// The lines of a log, each of its own kind: high watermark thick, log end thin, last stable offset
// dotted, log start a notch, segments brackets above the strip; their numbers stand below it.

import { set, show, svg, write } from "../../lib/dom.js";
import { segmentsOf } from "../../model/slots.js";
import { label, place, textWidth } from "../parts.js";

const FLAGS = ["log_start", "last_stable", "high_watermark", "log_end"];

export function makeLines(node) {
  node.edge = svg("path", { class: "strip-edge", fill: "none" }, node);
  node.segments = svg("path", { class: "segment-line", fill: "none" }, node);
  node.lines = {};
  node.flags = {};
  for (const name of FLAGS) node.lines[name] = svg("path", { class: `mark-line ${name}`, fill: "none", "data-line": name }, node);
  for (const name of FLAGS) node.flags[name] = label(node, `flag-text ${name}`);
}

/** `frame` = {log, part, replica, start, state, plan, words}; without a replica nothing is drawn. */
export function drawLines(node, frame) {
  const { log, replica, start, plan } = frame;
  const shown = Boolean(replica);
  show(node.edge, shown);
  show(node.segments, shown);
  const { strip } = log;
  const values = shown ? linesOf(frame) : {};
  const at = (offset) => Math.round(strip.x + Math.max(0, Math.min(log.slots, offset - start)) * log.cell - 1.5);
  for (const name of FLAGS) {
    const value = values[name] ?? null;
    show(node.lines[name], value !== null);
    if (value !== null) set(node.lines[name], { d: SHAPES[name](at(value), strip), "stroke-width": plan.metrics.stroke * WIDTHS[name], "data-value": value });
  }
  drawFlags(node, shown ? flags(values, at, frame) : [], plan.metrics);
  if (!shown) return;
  set(node.edge, { d: `M${strip.x + strip.w} ${strip.y - 1}H${strip.x - 3}V${strip.y + strip.h + 1}H${strip.x + strip.w}` });
  set(node.segments, { d: brackets(replica, log, start), "stroke-width": plan.metrics.stroke });
}

/** Each text is written once: what is not told is empty. */
function drawFlags(node, entries, m) {
  for (const name of FLAGS) {
    const entry = entries.find((candidate) => candidate.name === name);
    if (entry) place(node.flags[name], entry.x, entry.y, m.text, entry.text);
    else write(node.flags[name], "");
  }
}

const WIDTHS = { log_start: 1.3, last_stable: 2, high_watermark: 2.3, log_end: 1 };
const SHAPES = {
  log_start: (x, { y, h }) => `M${x + 5} ${y - 4}H${x}V${y + h + 4}H${x + 5}`,
  last_stable: (x, { y, h }) => `M${x} ${y - 6}V${y + h + 7}`,
  high_watermark: (x, { y, h }) => `M${x} ${y - 5}V${y + h + 6}`,
  log_end: (x, { y, h }) => `M${x} ${y - 3}V${y + h + 4}`,
};

/** Offsets of the lines to draw; null for one that would only repeat another or has nothing to say. */
function linesOf({ part, replica, start, state }) {
  const high = replica.high_watermark;
  const stable = state.word === "leader" ? (part.last_stable_offset ?? null) : null;
  const first = replica.log_start_offset ?? 0;
  return {
    log_start: first > start ? first : null,
    last_stable: stable !== null && stable < high ? stable : null,
    high_watermark: high,
    log_end: replica.log_end_offset === high ? null : replica.log_end_offset,
  };
}

/** Closed segments are shut on both sides, the active one stays open to the right. */
function brackets(replica, log, start) {
  const y = log.strip.y - 5;
  const x = (offset) => Math.round(log.strip.x + (offset - start) * log.cell);
  const last = start + log.slots;
  const all = segmentsOf(replica).filter(({ base, end, open }) => base < last && end > start && (base > 0 || !open));
  return all
    .map(({ base, end, open }) => {
      const left = base >= start ? `M${x(base)} ${y + 4}V${y}` : `M${x(start)} ${y}`;
      return open ? `${left}H${x(Math.min(last, Math.max(end, base + 1))) - 3}` : `${left}H${x(Math.min(end, last)) - 4}${end <= last ? `V${y + 4}` : ""}`;
    })
    .join("");
}

/** Numbers under the lines, with words at the leader: long ones if all of them fit near their lines. */
function flags(values, at, { log, start, state, reserved, plan, words }) {
  if (plan.plan.flags === 0 || state.word === "down") return [];
  const m = plan.metrics;
  const leads = state.word === "leader";
  const names = FLAGS.filter((name) => values[name] !== null);
  const wordings = leads ? [LONG, SHORT, null] : [null];
  const bounds = { left: log.card.x + 8, right: log.card.x + log.card.w - 6 - (reserved ?? 0) };
  for (const wording of wordings) {
    const entries = names.map((name) => {
      const number = values[name] < start ? `‹ ${values[name]}` : values[name];
      const text = wording?.[name] ? words.label(wording[name], { offset: number }) : String(number);
      return { name, text, x: at(values[name]) + 4, w: textWidth(text, m.text, true) };
    });
    const shift = spread(entries, bounds, m.text * 0.6);
    if (shift > m.text * (wording === LONG ? 2.5 : 6) && wording !== null) continue;
    return entries.map((entry) => ({ ...entry, y: log.flagsY }));
  }
  return [];
}

const LONG = { log_start: "legend.log_start", last_stable: "legend.last_stable", high_watermark: "legend.high_watermark_long", log_end: "legend.end_long" };
const SHORT = { log_start: null, last_stable: "legend.last_stable", high_watermark: "legend.high_watermark", log_end: "legend.end" };

/** Puts texts side by side inside the bounds, in their order; gives how far the worst one was moved. */
export function spread(entries, { left, right }, gap) {
  const wished = entries.map(({ x }) => x);
  let from = left;
  for (const entry of entries) {
    entry.x = Math.max(entry.x, from);
    from = entry.x + entry.w + gap;
  }
  let limit = right;
  for (let i = entries.length - 1; i >= 0; i -= 1) {
    entries[i].x = Math.round(Math.min(entries[i].x, limit - entries[i].w));
    limit = entries[i].x - gap;
  }
  if (entries.length > 0 && entries[0].x < left) return Infinity;
  return Math.max(0, ...entries.map(({ x }, i) => Math.abs(x - wished[i])));
}
