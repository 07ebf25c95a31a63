// The eye should learn: a producer hands out records and does not know their fate until an answer
// comes: the "?" counts records whose outcome nobody knows yet.

import { keyed, set, show, svg, write } from "../../lib/dom.js";
import { MARKS } from "../../lib/shapes.js";
import { cutEnds, isPaused, slowness_us, transactionOf, waitingFor } from "../../model/readings.js";
import { stateLook } from "../states.js";
import { box, fitted, glyph, label, makeTarget, name, place, placeFitted, ring, setGlyph, setRing, shareLeft, textWidth } from "../parts.js";

export const kind = "producer";

export function create(item, ctx) {
  const node = makeTarget(ctx.layers.actors, "producer", `producer:${item.id}`);
  node.card = svg("rect", { class: "card-box" }, node);
  node.port = svg("path", { class: "port", "data-port": item.id }, node);
  node.title = label(node, "strong");
  node.acks = label(node, "soft");
  node.keys = svg("g", {}, node);
  node.keyNodes = new Map();
  node.doubt = svg("g", { class: "doubt" }, node);
  node.doubtBox = svg("rect", {}, node.doubt);
  node.doubtText = svg("text", {}, node.doubt);
  node.doubtKey = glyph(node.doubt);
  node.sign = svg("path", { class: "sign-mark" }, node);
  node.wait = ring(node, "wait", "envelope");
  node.blocked = ring(node, "wait", "hourglass");
  node.quick = quickButton(item, ctx);
  return node;
}

/** Publishing is one press away; beside the card, not in it, since a button must not hold a button. */
function quickButton(item, { layers, words }) {
  const node = svg("g", { class: "quick", role: "button", tabindex: -1, "data-quick": item.id }, layers.actors);
  node.box = svg("rect", {}, node);
  node.sign = svg("path", { fill: "none" }, node);
  node.text = svg("text", { "text-anchor": "middle" }, node);
  set(node, { "aria-label": words.label("producer.publish_with", { producer: item.id }) });
  return node;
}

export function remove(node) {
  node.quick.remove();
}

export function producerState(view, id) {
  const known = view.producers?.[id];
  if (!known) return "up";
  if ((known.state ?? "up") !== "up") return known.state;
  if (isPaused(view, id)) return "paused";
  return known.blocked_until_us ? "blocked" : "up";
}

export function update(node, item, ctx) {
  const { view, plan, words } = ctx;
  const place_ = plan.producers[item.id];
  const { x, y, w, h } = place_.box;
  const m = plan.metrics;
  const known = view.producers?.[item.id];
  const state = producerState(view, item.id);
  const pad = Math.round(m.text * 0.9);
  set(node, { class: `actor target producer is-${state}`, "data-state": state });
  box(node.card, place_.box, 14);
  set(node.port, { d: `M${x + w} ${place_.ports.out.y}h6M${x + w} ${place_.ports.in.y}h6` });
  const signed = sign(node, item, view, state, { x: x + pad, y: Math.round(y + m.title), m });
  const ringed = known?.blocked_until_us || transactionOf(view, item.id)?.timeout_at_us ? m.text * 1.7 : 0;
  placeFitted(node.title, x + pad + signed, Math.round(y + m.title * 1.35), m.title, item.id, w - 2 * pad - signed - ringed, m.text, true);
  const roomy = h > m.text * 6.2;
  const waits = Object.keys(known?.records ?? {}).length > 0;
  const room = w - pad - (waits ? doubtWidth(Object.keys(known.records).length, w, m).width + 12 + m.text * 0.3 : pad);
  const texts = [stateText(known, state, words), known ? words.label("producer.acks", { acks: known.acks }) : ""].filter((text) => text !== null);
  const under = texts.find((text) => textWidth(text, m.text) <= room) ?? fitted(texts[0], room, m.text);
  place(node.acks, x + pad, Math.round(y + m.title * 1.35 + m.text * 1.35), m.text, under);
  keysOf(node, known?.keys ?? item.keys ?? [], x + pad, y + m.title * 1.35 + m.text * 2.9, w - 2 * pad, m, roomy);
  doubt(node, Object.entries(known?.records ?? {}), place_.box, m);
  quick(node.quick, place_.box, m, words, ctx);
  const spoken = (state ?? "up") === "up" ? [] : [words.label(stateLook("producer", state).word)];
  name(node, [words.label("aria.producer", { producer: item.id, acks: known?.acks ?? "" }), ...spoken, words.label("producer.pending", { n: waitingFor(view, item.id) })].join(", "), ctx.selected === `producer:${item.id}`);
  tick(node, item, ctx);
}

/** Its trouble or its transaction in words; null for an ordinary moment. */
function stateText(known, state, words) {
  if ((state ?? "up") !== "up") return words.label(stateLook("producer", state).word);
  return known?.transaction ? words.label(`producer.transaction_${known.transaction}`) : null;
}

function sign(node, item, view, state, { x, y, m }) {
  const shape = { paused: "hourglass", fenced: "fence" }[state] ?? (cutEnds(view, item.id).length > 0 ? "scissors" : slowness_us(view, item.id) > 0 ? "snail" : null);
  show(node.sign, shape !== null);
  set(node, { "data-sign": shape });
  if (!shape) return 0;
  set(node.sign, { d: MARKS[shape](m.text * 0.48), "stroke-width": m.stroke * 1.1, transform: `translate(${Math.round(x + m.text * 0.5)} ${y})` });
  return Math.round(m.text * 1.5);
}

/** How long until the coordinator aborts its transaction, or until a blocked send() throws. */
export function tick(node, item, { view, plan, now_us, waits }) {
  const { box: card } = plan.producers[item.id];
  const m = plan.metrics;
  const at = [card.x + card.w - m.text * 1.3, card.y + m.title * 0.95, m.text * 0.62, m.stroke * 1.6];
  const blocked = shareLeft(view.producers?.[item.id]?.blocked_until_us, waits.send_us, now_us);
  setRing(node.blocked, ...at, blocked);
  setRing(node.wait, ...at, blocked === null ? shareLeft(transactionOf(view, item.id)?.timeout_at_us, waits.transaction_us, now_us) : null);
}

function keysOf(node, keys, x, y, w, m, visible) {
  show(node.keys, visible);
  const step = Math.max(m.text * 2.1, Math.min(m.text * 2.9, (w + m.text * 0.6) / Math.max(1, keys.length)));
  const shown = keys.slice(0, Math.max(0, Math.floor((w + m.text * 0.7) / step)));
  keyed(node.keys, node.keyNodes, shown, () => glyph(node.keys));
  shown.forEach((key, i) => setGlyph(node.keyNodes.get(key), key, x + m.glyph + m.text * 0.5 + i * step, y, m.glyph * 1.05, m.text));
}

/** Records that wait for their answer: how many, and the newest one's key; a record shows here first. */
function doubt(node, records, { x, y, w }, m) {
  const waiting = records.length;
  show(node.doubt, waiting > 0);
  if (waiting === 0) return;
  const [newest, pending] = records.reduce((best, row) => (Number(row[0]) > Number(best[0]) ? row : best));
  const { text, mark, width, roomy } = doubtWidth(waiting, w, m);
  const right = x + w - 12;
  const top = Math.round(y + m.title * 1.35 + m.text * 0.3);
  set(node.doubt, { "data-newest": newest });
  box(node.doubtBox, { x: right - width, y: top, w: width, h: Math.round(m.text * 1.5) }, m.text * 0.5);
  show(node.doubtKey, roomy);
  setGlyph(node.doubtKey, pending[2], right - width + m.glyph + m.text * 0.35, top + m.text * 0.75, m.glyph * 0.9, 0);
  set(node.doubtText, { x: Math.round(right - width + mark + m.text * 0.45), y: Math.round(top + m.text * 1.1), "font-size": m.text, "data-doubt": waiting });
  write(node.doubtText, text);
}

function doubtWidth(waiting, w, m) {
  const text = waiting > 1 ? `? ${waiting}` : "?";
  const bare = textWidth(text, m.text, true) + m.text * 0.9;
  const roomy = bare + m.glyph * 2 + 24 + m.text * 5.6 < w;
  const mark = roomy ? m.glyph * 2 + m.text * 0.15 : 0;
  return { text, mark, roomy, width: Math.round(bare + mark) };
}

function quick(node, { x, y, w, h }, m, words, ctx) {
  const size = Math.round(m.text * 1.75);
  const roomy = h >= m.text * 8.4;
  show(node, (ctx.publishes ?? ctx.drives) && roomy);
  box(node.box, { x: x + m.text * 0.7, y: y + h - size - m.text * 0.6, w: w - m.text * 1.4, h: size }, 8);
  set(node.text, { x: x + w / 2, y: Math.round(y + h - size / 2 - m.text * 0.6 + m.text * 0.36), "font-size": m.text });
  write(node.text, fitted(`+ ${words.label("button.publish")}`, w - m.text * 1.6, m.text, true));
}
