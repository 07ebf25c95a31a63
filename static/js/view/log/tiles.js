// One offset of a log: a record's tile, a marker's seal, or what is left of a record that has gone.

import { keyed, set, show, svg, write } from "../../lib/dom.js";
import { MARKS } from "../../lib/shapes.js";
import { box, glyph, round, setGlyph } from "../parts.js";
import { stateLook } from "../states.js";

const MARKERS = { commit: "C", abort: "A" };
const VOID = new Set(["dust", "gap", "ghost"]);

/** The name of a slot's look in the registry of states. */
export function lookOfSlot(slot) {
  if (VOID.has(slot.state)) return slot.state;
  return slot.inside ?? (slot.tombstone ? "tombstone" : slot.state);
}

/** Draws `slots` into `node.tiles`, one child per offset. `frame` = {log, start, plan, thin}. */
export function drawTiles(node, slots, frame) {
  const byKey = new Map(slots.map((slot) => [`${VOID.has(slot.state) ? slot.state : ""}${slot.offset}`, slot]));
  keyed(node.tiles, node.tileNodes, [...byKey.keys()], (key) => makeTile(node.tiles, byKey.get(key)));
  for (const [key, tile] of node.tileNodes) drawTile(tile, byKey.get(key), frame);
}

function makeTile(parent, slot) {
  const tile = svg("g", { "data-offset": slot.offset }, parent);
  tile.box = svg("rect", {}, tile);
  tile.over = svg("path", { class: "slot-over", fill: "none" }, tile);
  tile.glyph = glyph(tile);
  tile.number = svg("text", { class: "offset", "text-anchor": "middle" }, tile);
  return tile;
}

function drawTile(tile, slot, { log, start, plan, thin }) {
  const m = plan.metrics;
  const look = lookOfSlot(slot);
  const inset = thin ? 2 : 0;
  const signature = [slot.offset, start, slot.state, look, slot.record, slot.word, log.strip.x, log.strip.y, log.cell, log.strip.h, m.text, thin].join("|");
  if (tile.signature === signature) return;
  tile.signature = signature;
  const area = { x: log.strip.x + (slot.offset - start) * log.cell, y: log.strip.y + inset, w: log.cell - 3, h: log.strip.h - 2 * inset };
  const gone = VOID.has(slot.state);
  const classes = gone ? `void ${slot.state}` : `slot${slot.state === "above" ? " above" : ""}${look === slot.state ? "" : ` look-${look}`}`;
  set(tile, { class: classes, "data-record": slot.record, "data-key": slot.key, "data-look": look, "data-pattern": stateLook("slot", look).pattern, "data-word": slot.word ?? null });
  box(tile.box, area, 6);
  set(tile.over, { d: overlay(look, area), "stroke-width": m.stroke });
  mark(tile, slot, look, area, plan);
}

function mark(tile, slot, look, { x, y, w, h }, plan) {
  const m = plan.metrics;
  const stacked = plan.plan.stacked;
  const bare = look === "dust" || look === "gap";
  show(tile.glyph, !bare);
  const at = stacked ? { x: x + w / 2, y: y + h * 0.33 } : { x: x + m.glyph + 4, y: y + h / 2 };
  if (look in MARKERS) seal(tile.glyph, look, at, m);
  else if (!bare) setGlyph(tile.glyph, slot.key, at.x, at.y, m.glyph, stacked ? m.text : 0);
  const middle = stacked ? x + w / 2 : bare ? x + w / 2 : x + (w + m.glyph * 2 + 2) / 2;
  set(tile.number, { x: round(middle), y: Math.round(stacked ? y + h * 0.9 : y + h / 2 + m.offset * 0.36), "font-size": m.offset });
  write(tile.number, slot.offset);
}

/** A control record: its letter in a seal, round for committed and a diamond for aborted. */
function seal(node, look, { x, y }, m) {
  const r = m.text * 0.66;
  const outline = look === "commit" ? `M${-r} 0A${r} ${r} 0 1 1 ${r} 0A${r} ${r} 0 1 1 ${-r} 0Z` : `M0 ${-r * 1.15}L${r * 1.15} 0L0 ${r * 1.15}L${-r * 1.15} 0Z`;
  set(node.shape, { d: outline, class: "seal", transform: `translate(${round(x)} ${round(y)})` });
  set(node.letter, { x: round(x), y: round(y + m.text * 0.34), "font-size": m.text, "text-anchor": "middle", display: null });
  write(node.letter, MARKERS[look]);
}

const OVERLAYS = {
  open: ({ x, y, w, h }) => `M${x + 3} ${y + 2}L${x + w / 2} ${round(y - h * 0.13)}L${x + w - 3} ${y + 2}`,
  committed: ({ x, y, w, h }) => `M${x + 2} ${y + 2}L${x + w / 2} ${round(y + h * 0.13)}L${x + w - 2} ${y + 2}`,
  aborted: (area) => `${OVERLAYS.committed(area)}${strike(area)}`,
  tombstone: ({ x, y, w, h }) => `M${round(x + w * 0.2)} ${round(y + h * 0.1)}L${round(x + w * 0.8)} ${round(y + h * 0.56)}M${round(x + w * 0.8)} ${round(y + h * 0.1)}L${round(x + w * 0.2)} ${round(y + h * 0.56)}`,
  ghost: strike,
  dust: hatch,
  gap: ({ x, y, w, h }) => `M${x} ${y + h - 4}V${y + h}H${x + w}V${y + h - 4}`,
};

function overlay(look, area) {
  return OVERLAYS[look]?.(area) ?? "";
}

function strike({ x, y, w, h }) {
  return `M${x + 2} ${round(y + h * 0.62)}L${x + w - 2} ${round(y + h * 0.08)}`;
}

/** Slanted lines over the upper part, which leaves the number readable. */
function hatch({ x, y, w, h }) {
  const top = y + 3;
  const low = y + h * 0.58;
  const run = low - top;
  const lines = [];
  for (let at = x - run; at < x + w; at += 6) {
    const from = Math.max(at, x + 2);
    const to = Math.min(at + run, x + w - 2);
    if (to > from) lines.push(`M${round(from)} ${round(low - (from - at))}L${round(to)} ${round(low - (to - at))}`);
  }
  return lines.join("");
}
