// What stands at the right of a log's title, as far as there is room: the in-sync replicas against
// min.insync.replicas, how long a segment stays, what the window hides; and the stamp of what was lost.

import { keyed, set, show, svg, write } from "../../lib/dom.js";
import { inSyncOf, segmentsOf } from "../../model/slots.js";
import { label, place, ring, round, setRing, shareLeft, textWidth } from "../parts.js";

export function makeChips(node) {
  node.stamp = svg("g", { class: "stamp" }, node);
  node.stampBox = svg("rect", {}, node.stamp);
  node.stampText = label(node.stamp, "stamp-text");
  node.meter = svg("g", { class: "meter" }, node);
  node.meterNodes = new Map();
  node.meterBar = svg("path", { class: "meter-bar", fill: "none" }, node.meter);
  node.meterText = label(node.meter, "soft");
  node.retention = svg("g", { class: "retention" }, node);
  node.retentionText = label(node.retention, "soft");
  node.retentionRing = ring(node.retention, "retention-ring");
  node.older = label(node, "soft", "end");
}

/** `frame` = {item, view, part, replica, start, state, log, plan, words, now_us}; `from` is where the title ends. */
export function drawChips(node, from, frame) {
  const { log, plan } = frame;
  const m = plan.metrics;
  const y = Math.round(log.title.y - m.text * 0.02);
  let right = log.card.x + log.card.w - m.text * 0.7;
  for (const draw of [meter, retention, older]) right = draw(node, { from: from + m.text * 0.5, right, y }, frame);
}

/** "2 acknowledged, lost": ghosts of the worst fate, on the line of the numbers; gives the width it takes. */
export function drawStamp(node, { ghosts, log, plan, words }) {
  const m = plan.metrics;
  const worst = ["lost_acknowledged", "lost", "doubt", "moved"].find((word) => ghosts.some((ghost) => ghost.word === word));
  const n = ghosts.filter((ghost) => ghost.word === worst).length;
  const keys = worst ? [`lost.${worst}`, `lost.${worst}_short`].filter((key) => words.has(key)) : [];
  const texts = keys.map((key) => words.label("log.ghosts", { n, word: words.label(key) }));
  const room = log.card.w - m.text * 6;
  const text = plan.plan.flags === 0 ? null : texts.find((candidate) => textWidth(candidate, m.text, true) + m.text <= room);
  show(node.stamp, Boolean(text));
  set(node.stamp, { "data-stamp": worst ?? null, "data-ghosts": worst ? n : null });
  if (!text) return 0;
  const w = Math.round(textWidth(text, m.text, true) + m.text * 0.9);
  const x = Math.round(log.card.x + log.card.w - m.text * 0.5 - w);
  set(node.stampBox, { x, y: Math.round(log.flagsY - m.text * 1.02), width: w, height: Math.round(m.text * 1.32), rx: 3 });
  place(node.stampText, Math.round(x + m.text * 0.45), log.flagsY, m.text, text);
  return w + m.text;
}

/** A ring for each replica, in-sync ones first, and the bar that their number must reach. */
function meter(node, { from, right, y }, { item, view, state, plan, words }) {
  const m = plan.metrics;
  const found = inSyncOf(view, item.topic, item.partition);
  const step = m.text * 1.02;
  const least = words.label("log.least", { n: found.least });
  const wide = found.replicas.length * step + m.text * 0.7;
  const word = textWidth(least, m.text) + m.text * 0.3;
  const roomy = right - from >= wide + word;
  const shown = state.word === "leader" && right - from >= wide;
  show(node.meter, shown);
  if (!shown) return right;
  const w = wide + (roomy ? word : 0);
  const r = m.text * 0.42;
  const middle = y - m.text * 0.36;
  const after = (i) => right - w + i * step + (i >= found.least ? m.text * 0.7 : 0) + r;
  keyed(node.meter, node.meterNodes, found.replicas.map(({ broker }) => broker), () => svg("path", { fill: "none" }, node.meter));
  found.replicas.forEach(({ broker, word: state_ }, i) => {
    set(node.meterNodes.get(broker), { d: ringPath(state_, round(after(i)), round(middle), round(r)), class: `badge-ring is-${state_}`, "stroke-width": m.stroke * 1.5 });
  });
  const bar = round(right - w + found.least * step + m.text * 0.27);
  set(node.meterBar, { d: `M${bar} ${round(middle - m.text * 0.68)}V${round(middle + m.text * 0.68)}`, "stroke-width": m.stroke * 2 });
  set(node.meter, { class: `meter${found.count < found.least ? " is-short" : ""}`, "data-in-sync": found.count, "data-least": found.least });
  place(node.meterText, Math.round(right - word + m.text * 0.3), y, m.text, roomy ? least : "");
  return right - w - m.text * 0.7;
}

/** Solid for in sync, a dashed ring in a ring for eligible, an open one for out. */
export function ringPath(state, x, y, r) {
  const full = (q) => `M${round(x - q)} ${y}A${q} ${q} 0 1 1 ${round(x + q)} ${y}A${q} ${q} 0 1 1 ${round(x - q)} ${y}`;
  if (state === "eligible") return full(r) + full(round(r * 0.45));
  if (state !== "out") return full(r);
  const gap = round(r * 0.5);
  return `M${round(x + r)} ${round(y + gap)}A${r} ${r} 0 1 1 ${round(x + gap)} ${round(y - r)}`;
}

/** The oldest closed segment and the ring of its time; what is due goes at the next check. */
function retention(node, { from, right, y }, { replica, state, plan, words, now_us }) {
  const m = plan.metrics;
  const oldest = state.word === "down" || !replica ? null : segmentsOf(replica).find((segment) => !segment.open);
  const text = oldest?.expires_at_us ? words.label("log.retention", { first: oldest.base, last: oldest.end - 1 }) : "";
  const w = textWidth(text, m.text) + m.text * 1.5;
  const shown = text !== "" && right - from >= w;
  show(node.retention, shown);
  node.expiry = null;
  if (!shown) return right;
  node.expiry = { at_us: oldest.expires_at_us, x: right - m.text * 0.55, y: y - m.text * 0.36 };
  place(node.retentionText, Math.round(right - w), y, m.text, text);
  drawExpiry(node, plan, now_us);
  return right - w - m.text * 0.7;
}

/** The share of the last ten seconds that is left: a longer time is a full ring. */
export function drawExpiry(node, plan, now_us) {
  if (!node.expiry) return;
  const m = plan.metrics;
  setRing(node.retentionRing, node.expiry.x, node.expiry.y, m.text * 0.5, m.stroke * 1.5, shareLeft(node.expiry.at_us, 10_000_000, now_us));
}

/** What the window no longer shows: "0 to 11", where there is room for it. */
function older(node, { from, right, y }, { replica, start, plan, words }) {
  const m = plan.metrics;
  const first = Math.max(0, replica?.log_start_offset ?? 0);
  const text = start > first ? `‹ ${words.label("legend.older", { first, last: start - 1 })}` : "";
  const fits = text !== "" && textWidth(text, m.text) <= right - from;
  place(node.older, right, y, m.text, fits ? text : "");
  return right;
}

export function clearChips(node) {
  for (const part of [node.meter, node.retention]) show(part, false);
  node.expiry = null;
  write(node.older, "");
}
