// The whole log at the foot of its card, where there is room: one stroke for each record that is there,
// none where compaction left a gap, slanted dust below the log start; a frame around what the strip shows.

import { set, show, svg } from "../../lib/dom.js";
import { segmentsOf } from "../../model/slots.js";
import { round } from "../parts.js";

const LONGEST = 128;

export function makePast(node) {
  node.past = svg("g", { class: "past", "aria-hidden": "true" }, node);
  for (const part of ["dust", "kept", "cuts", "frame"]) node.past[part] = svg("path", { class: `past-${part}`, fill: "none" }, node.past);
}

export function drawPast(node, { log, part, replica, start, plan }) {
  const m = plan.metrics;
  const room = log.card.y + log.card.h - log.tiersY[log.tiersY.length - 1];
  const end = Math.max(0, ...Object.values(part?.replicas ?? {}).map((other) => other.log_end_offset ?? 0));
  const from = Math.max(0, end - LONGEST);
  const visible = Boolean(replica) && start > from && room >= m.text * 1.5 && telling(replica, from, start, log.slots);
  show(node.past, visible);
  if (!visible) return;
  const area = { x: log.strip.x, w: log.strip.w, y: log.card.y + log.card.h - Math.round(m.text * 0.95), h: Math.round(m.text * 0.5) };
  const step = area.w / Math.max(end - from, log.slots);
  const at = (offset) => round(area.x + (offset - from) * step);
  const first = Math.max(from, replica.log_start_offset ?? 0);
  const kept = (replica.records ?? []).filter((row) => row[0] >= first);
  set(node.past.kept, { d: kept.map((row) => `M${round(at(row[0]) + step / 2)} ${area.y}v${area.h}`).join(""), "stroke-width": round(Math.max(1, step * 0.66)) });
  set(node.past.dust, { d: first > from ? slanted(area, at(from), at(first)) : "", "stroke-width": m.stroke * 0.7 });
  set(node.past.cuts, { d: segmentsOf(replica).filter(({ base }) => base > from).map(({ base }) => `M${at(base)} ${area.y + area.h + 1}v4`).join(""), "stroke-width": m.stroke });
  set(node.past.frame, { d: `M${at(start)} ${area.y - 3}H${round(area.x + Math.min(end - from, start - from + log.slots) * step)}v${area.h + 6}H${at(start)}Z`, "stroke-width": m.stroke * 0.8 });
}

/** Something is missing in it, or it is much longer than the strip. */
function telling(replica, from, start, slots) {
  const first = replica.log_start_offset ?? 0;
  const held = (replica.records ?? []).length;
  return first > from || held < Math.min(64, replica.log_end_offset - Math.max(first, from)) || start - from >= slots * 3;
}

function slanted({ y, h }, left, right) {
  const lines = [];
  for (let x = left; x < right - 1; x += 5) lines.push(`M${round(x)} ${y + h}L${round(Math.min(x + h, right))} ${y}`);
  return lines.join("");
}
