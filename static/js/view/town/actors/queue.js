// The eye should learn: a durable queue keeps events in order until a reader has acknowledged them.
// The oldest stands at the right, next to the gate; beyond the gate is what is out and not acknowledged.

import { set, show, svg } from "../../../lib/dom.js";
import { filtersOf, lostAt } from "../../../model/town/readings.js";
import { box, fitted, label, makeTarget, name, place, textWidth } from "../../parts.js";
import { tileSize } from "../layout/common.js";
import { ghost, outlines, setGhost, setOutlines, setTileRow, tileRow } from "../parts.js";

export const kind = "queue";

export function create(item, { layers }) {
  const node = makeTarget(layers.actors, "queue", `queue:${item.id}`);
  node.card = svg("rect", { class: "card-box place-box" }, node);
  node.title = label(node, "strong");
  node.note = label(node, "soft", "end");
  node.slots = outlines(node);
  node.gate = svg("path", { class: "gate", fill: "none" }, node);
  node.waiting = tileRow(node);
  node.out = tileRow(node);
  node.more = label(node, "soft");
  node.ghost = ghost(node);
  return node;
}

export function update(node, item, ctx) {
  const { view, plan, words, events } = ctx;
  const spot = plan.queues[item.id];
  const m = plan.metrics;
  const known = view.queues?.[item.id];
  const waiting = known?.waiting ?? [];
  const out = Object.entries(known?.out ?? {});
  const full = known && known.capacity > 0 && waiting.length + out.length >= known.capacity;
  set(node, { class: `actor target queue is-${known ? (full ? "full" : "up") : "absent"}${ctx.lit.has(item.id) ? " is-lit" : ""}` });
  box(node.card, spot.box, 10);
  heading(node, item, known, spot, full, ctx);
  const size = tileSize(m);
  const { strip } = spot;
  const outs = Math.max(1, Math.min(strip.slots - 1, Math.max((spot.readers ?? []).length, out.length), 3));
  const y = strip.y + strip.h / 2;
  const at = (i) => strip.x + strip.w - size.w / 2 - i * strip.cell - (i >= outs ? 10 : 0);
  const room = Math.max(1, Math.floor((strip.w - 10) / strip.cell) - outs);
  const shown = waiting.slice(0, waiting.length > room ? room - 1 : room);
  setTileRow(node.out, out.slice(0, outs).map(([event, client], i) => ({ id: `${event}`, event: Number(event), x: at(outs - 1 - i), y, className: "is-out", client })), events, size, m);
  setTileRow(node.waiting, shown.map(([event, delivery], i) => ({ id: `${event}`, event, x: at(outs + i), y, delivery: delivery + 1 })), events, size, m);
  const capacity = known?.capacity > 0 ? Math.min(room, known.capacity) : Math.min(room, 1);
  setOutlines(node.slots, Array.from({ length: known ? capacity : 0 }, (_none, i) => [at(outs + i), y]).slice(shown.length), size);
  const gateX = at(outs) + size.w / 2 + 6.5;
  set(node.gate, { d: `M${gateX} ${strip.y - 1}V${strip.y + strip.h + 1}` });
  const hidden = waiting.length - shown.length;
  place(node.more, strip.x, Math.round(y + m.text * 0.36), m.text, hidden > 0 ? `+${hidden}` : "");
  name(node, words.label("town.aria_queue", { queue: item.id, waiting: waiting.length, out: out.length }), ctx.selected === `queue:${item.id}`);
}

/** Name at the left, what it holds at the right; what was lost here takes that place while it is news. */
function heading(node, item, known, spot, full, { view, plan, words, events }) {
  const m = plan.metrics;
  const { box: card, strip } = spot;
  const y = Math.round(card.y + m.text * 1.15);
  const right = card.x + card.w - m.text * 0.6;
  const long = words.label("town.queue", { queue: item.id });
  const own = (spot.readers ?? []).length === 1 && item.id === `${spot.readers[0]}.queue` ? words.label("town.own_queue") : item.id;
  const lost = lostAt(view, item.id);
  const count = countText(known, full, words);
  const short = words.label("town.queue_short", { waiting: known?.waiting.length ?? 0 });
  const room = right - strip.x;
  const title = textWidth(long, m.text, true) + textWidth(short, m.text) + m.text <= room ? long : textWidth(item.id, m.text, true) + textWidth(short, m.text) + m.text <= room ? item.id : own;
  const note = textWidth(title, m.text, true) + textWidth(count, m.text) + m.text < room ? count : short;
  const noteWidth = lost.length > 0 ? 0 : textWidth(note, m.text) + m.text * 0.8;
  show(node.note, lost.length === 0);
  place(node.note, right, y, m.text, known ? note : "");
  const kept = lost.length > 0 ? Math.min(textWidth(title, m.text, true), room * 0.5) : room - noteWidth;
  place(node.title, strip.x, y, m.text, fitted(title, kept, m.text, true));
  const from = strip.x + textWidth(fitted(title, kept, m.text, true), m.text, true) + m.text * 0.7;
  setGhost(node.ghost, lost, from, y - m.text * 0.36, right - from, { events, words, plan });
  set(node.title, { "data-filters": filtersOf(view, item.id).join(" ") });
}

function countText(known, full, words) {
  if (!known) return "";
  const fields = { waiting: known.waiting.length, out: Object.keys(known.out).length, capacity: known.capacity };
  if (fields.waiting + fields.out === 0 && fields.capacity === 0) return words.label("queue.empty");
  if (full) return words.label("town.queue_full", fields);
  return words.label(known.capacity > 0 ? "town.queue_of" : "town.queue_holds", fields);
}
