// The eye should learn: a partition's log is a strip of numbered slots, the same numbers on every
// replica. The leader wears the crown; followers hold copies; what is dashed is not yet safe.

import { keyed, set, show, svg, write } from "../../lib/dom.js";
import { MARKS } from "../../lib/shapes.js";
import { brokerState, partition, replicaState, windowStart } from "../../model/readings.js";
import { box, fitSize, fitted, glyph, label, makeTarget, name, place, setGlyph, textWidth } from "../parts.js";

export const kind = "log";

export function create(item, { layers }) {
  const node = makeTarget(layers.actors, "log", `log:${item.topic}:${item.partition}:${item.broker}`);
  node.card = svg("rect", { class: "card-box" }, node);
  node.title = label(node, "strong");
  node.pill = svg("rect", { class: "pill" }, node);
  node.pillText = label(node, "pill-text");
  node.crown = svg("path", { class: "crown" }, node);
  node.older = label(node, "soft", "end");
  node.edge = svg("path", { class: "strip-edge", fill: "none" }, node);
  node.tiles = svg("g", { class: "tiles" }, node);
  node.tileNodes = new Map();
  node.end = svg("path", { class: "end-line", fill: "none" }, node);
  node.high = svg("path", { class: "high-line", fill: "none" }, node);
  node.highText = label(node, "high-text");
  node.endText = label(node, "end-text");
  return node;
}

export function update(node, item, ctx) {
  const { view, plan, words } = ctx;
  const log = item.log;
  const part = partition(view, item.topic, item.partition);
  const state = replicaState(view, part, item.broker);
  const replica = part?.replicas?.[item.broker];
  show(node, brokerState(view, item.broker) !== "unknown");
  set(node, { class: `actor target log is-${state.word}${part?.leader === -1 ? " no-leader" : ""}`, "data-leader": part?.leader ?? null });
  box(node.card, log.card, 12);
  pill(node, log, part, state, `${item.topic}-${item.partition}`, ctx);
  const start = windowStart(part, log.slots);
  const rows = (replica?.records ?? []).filter((row) => row[0] >= start && row[0] < start + log.slots);
  tiles(node, item, rows, start, replica, plan);
  lines(node, log, replica, start, state, ctx);
  name(node, words.label("aria.log", {
    topic: item.topic,
    partition: item.partition,
    broker: Number(item.broker),
    role: pillWord(state, part, words),
    start: replica?.log_start_offset ?? 0,
    end: replica?.log_end_offset ?? 0,
  }), ctx.selected === node.getAttribute("data-id"));
}

function pillWord(state, part, words) {
  if (state.word === "leader") return words.label("log.leader", { epoch: part.leader_epoch });
  if (state.word === "out") return words.label(state.behind > 0 ? "log.behind" : "log.out", { n: state.behind });
  return state.word === "none" ? "" : words.label(`log.${state.word}`);
}

/** Name and pill share a line: where it is short the name shrinks first, then the pill says less. */
function pill(node, log, part, state, title, { plan, words }) {
  const m = plan.metrics;
  const leads = state.word === "leader";
  const size = m.text;
  const crown = leads ? size * 1.35 : 0;
  const room = log.card.w - (log.title.x - log.card.x) * 1.6;
  const wide = (words_) => (words_ === "" ? 0 : textWidth(words_, size, true) + crown + size * 1.2);
  const full = pillWord(state, part, words);
  const text = textWidth(title, m.text, true) + size * 0.6 + wide(full) <= room || !leads ? full : words.label("log.leader_short", { epoch: part.leader_epoch });
  const w = Math.round(wide(text));
  const titleSize = fitSize(title, room - w - size * 0.6, Math.min(m.name, log.title.h * 0.72), m.text, true);
  place(node.title, log.title.x, log.title.y, titleSize, fitted(title, room - w - size * 0.5, titleSize, true));
  const h = Math.round(Math.min(size * 1.5, log.title.h - 5));
  const x = Math.round(log.title.x + Math.min(textWidth(title, titleSize, true), room - w - size * 0.5) + size * 0.6);
  const y = Math.round(log.title.y - titleSize * 0.36 - h / 2);
  show(node.pill, text !== "");
  box(node.pill, { x, y, w, h }, h / 2);
  place(node.pillText, Math.round(x + size * 0.6 + crown), Math.round(y + h / 2 + size * 0.35), size, text);
  show(node.crown, leads);
  set(node.crown, { d: MARKS.crown(size * 0.42), transform: `translate(${Math.round(x + size * 1.15)} ${Math.round(y + h / 2)})` });
  older(node, log, part, x + w, m, words);
}

/** What the window no longer shows: "0 to 11", where there is room for it. */
function older(node, log, part, from, m, words) {
  const start = windowStart(part, log.slots);
  const text = start > 0 ? `‹ ${words.label("legend.older", { first: 0, last: start - 1 })}` : "";
  const right = log.card.x + log.card.w - m.text * 0.8;
  place(node.older, right, log.title.y, m.text, text && right - from > textWidth(text, m.text) + m.text * 0.5 ? text : "");
}

function tiles(node, item, rows, start, replica, plan) {
  const byOffset = new Map(rows.map((row) => [String(row[0]), row]));
  keyed(node.tiles, node.tileNodes, [...byOffset.keys()], (key) => makeTile(node.tiles, key));
  for (const [key, tile] of node.tileNodes) drawTile(tile, byOffset.get(key), start, replica, item.log, plan);
}

function makeTile(parent, key) {
  const tile = svg("g", { class: "slot", "data-offset": key }, parent);
  tile.box = svg("rect", {}, tile);
  tile.glyph = glyph(tile);
  tile.number = svg("text", { class: "offset", "text-anchor": "middle" }, tile);
  return tile;
}

function drawTile(tile, row, start, replica, log, plan) {
  const [offset, , record, key] = row;
  const m = plan.metrics;
  const dry = offset >= replica.high_watermark;
  const signature = `${offset}|${start}|${dry}|${record}|${log.strip.x}|${log.strip.y}|${log.cell}|${log.strip.h}|${m.text}`;
  if (tile.signature === signature) return;
  tile.signature = signature;
  const x = log.strip.x + (offset - start) * log.cell;
  const { y, h } = log.strip;
  const w = log.cell - 3;
  set(tile, { class: dry ? "slot above" : "slot", "data-record": record, "data-key": key });
  box(tile.box, { x, y, w, h }, 6);
  if (plan.plan.stacked) {
    setGlyph(tile.glyph, key, x + w / 2, y + h * 0.33, m.glyph, m.text);
    set(tile.number, { x: x + w / 2, y: Math.round(y + h * 0.9), "font-size": m.offset });
  } else {
    setGlyph(tile.glyph, key, x + m.glyph + 4, y + h / 2, m.glyph, 0);
    set(tile.number, { x: Math.round(x + (w + m.glyph * 2 + 2) / 2), y: Math.round(y + h / 2 + m.offset * 0.36), "font-size": m.offset });
  }
  write(tile.number, offset);
}

function lines(node, log, replica, start, state, { plan, words }) {
  const m = plan.metrics;
  const { strip } = log;
  const shown = Boolean(replica) && state.word !== "none";
  for (const part of [node.edge, node.end, node.high, node.highText, node.endText]) show(part, shown);
  if (!shown) return;
  set(node.edge, { d: `M${strip.x + strip.w} ${strip.y - 1}H${strip.x - 3}V${strip.y + strip.h + 1}H${strip.x + strip.w}` });
  const at = (offset) => Math.round(strip.x + clampSlot(offset - start, log.slots) * log.cell - 1.5);
  const high = at(replica.high_watermark);
  const end = at(replica.log_end_offset);
  set(node.high, { d: `M${high} ${strip.y - 5}V${strip.y + strip.h + 6}`, "stroke-width": m.stroke * 2.3 });
  set(node.end, { d: `M${end} ${strip.y - 3}V${strip.y + strip.h + 4}`, "stroke-width": m.stroke, display: end === high ? "none" : null });
  flags(node, log, replica, { high, end }, state, plan, words);
}

function clampSlot(place, slots) {
  return Math.max(0, Math.min(slots, place));
}

/** Numbers on the two lines; side by side where they would meet, kept inside the card. */
function flags(node, log, replica, at, state, plan, words) {
  const m = plan.metrics;
  const leads = state.word === "leader";
  if (plan.plan.flags === 0 || state.word === "down") {
    write(node.highText, "");
    write(node.endText, "");
    return;
  }
  const left = log.card.x + 8;
  const right = log.card.x + log.card.w - 6;
  const highText = leads ? words.label("legend.high_watermark", { offset: replica.high_watermark }) : String(replica.high_watermark);
  const endText = leads && at.end !== at.high ? words.label("legend.end", { offset: replica.log_end_offset }) : "";
  const highWidth = textWidth(highText, m.text, true);
  const endWidth = endText ? textWidth(endText, m.text) + m.text * 0.6 : 0;
  let x = Math.min(at.high + 5, right - highWidth - endWidth);
  x = Math.max(left, x);
  place(node.highText, Math.round(x), log.flagsY, m.text, highText);
  const endX = Math.max(x + highWidth + m.text * 0.6, Math.min(at.end + 5, right - endWidth + m.text * 0.6));
  place(node.endText, Math.round(endX), log.flagsY, m.text, endText);
}
