// The eye should learn: the same log lies on some brokers only. A bar's fill is how far a replica
// got, the thick line what is safe on all in-sync ones, the flag where the group would go on.

import { keyed, set, show, svg, write } from "../../lib/dom.js";
import { MARKS } from "../../lib/shapes.js";
import { brokerState, lag, partition, replicaState } from "../../model/readings.js";
import { box, fitted, label, makeTarget, name, place, textWidth } from "../parts.js";
import { shareOf, spanOf } from "./span.js";

export const kind = "bars";

export function create(item, { layers }) {
  const node = svg("g", { class: "actor bars", "data-row": item.id }, layers.actors);
  node.nameBox = svg("rect", { class: "bars-name", "data-zoom": `partition:${item.topic}:${item.partition}` }, node);
  node.title = label(node, "strong bars-title");
  node.cells = new Map();
  node.lag = label(node, "soft");
  return node;
}

export function update(node, item, ctx) {
  const { view, plan, words, focusGroup } = ctx;
  const { row } = item;
  const m = plan.metrics;
  const part = partition(view, item.topic, item.partition);
  box(node.nameBox, row.name.box, 4);
  place(node.title, row.name.x, row.name.y, m.text, nameOf(item, row.name.w, m.text));
  const committed = focusGroup ? (view.groups?.[focusGroup]?.committed?.[item.topic]?.[String(item.partition)] ?? null) : null;
  const span = spanOf(part, committed);
  const placed = (part?.replica_ids ?? []).map(String).filter((id) => row.logs[id] && brokerState(view, id) !== "unknown");
  keyed(node, node.cells, placed, (id) => makeCell(node, item, id));
  for (const [id, cell] of node.cells) drawCell(cell, item, id, part, span, committed, ctx);
  const behind = focusGroup ? lag(view, focusGroup, item.topic, item.partition) : null;
  const leaderless = part !== null && !(part.leader >= 0);
  set(node, { class: `actor bars${leaderless ? " no-leader" : ""}` });
  place(node.lag, row.lag.x, row.lag.y, m.text, fitted(leaderless ? words.label("log.no_leader") : behind === null ? "" : words.label("group.lag", { n: behind }), row.lag.w, m.text));
}

/** orders-12, or ord…-12 where that is too long: the number is what tells partitions apart. */
function nameOf({ id, topic, partition: number }, width, size) {
  if (textWidth(id, size, true) <= width) return id;
  const tail = `-${number}`;
  return fitted(topic, width - textWidth(tail, size, true), size, true) + tail;
}

function makeCell(parent, item, id) {
  const node = makeTarget(parent, "bar", `log:${item.topic}:${item.partition}:${id}`);
  node.back = svg("rect", { class: "card-box bar-back" }, node);
  node.fill = svg("rect", { class: "bar-fill" }, node);
  node.high = svg("path", { class: "high-line", fill: "none" }, node);
  node.flag = svg("path", { class: "bar-committed" }, node);
  node.crown = svg("path", { class: "crown" }, node);
  node.cross = svg("path", { class: "bar-cross", fill: "none" }, node);
  return node;
}

function drawCell(node, item, id, part, span, committed, ctx) {
  const { plan, view, words } = ctx;
  const m = plan.metrics;
  const bar = item.row.logs[id].strip;
  const state = replicaState(view, part, id);
  const replica = part.replicas?.[id];
  const leads = state.word === "leader";
  const crown = leads && bar.w >= m.text * 2.4 ? m.text * 1.1 : 0;
  const inner = { x: bar.x + crown + 2, w: Math.max(1, bar.w - crown - 4) };
  const at = (offset) => Math.round(inner.x + inner.w * shareOf(span, offset));
  set(node, { class: `actor target bar is-${state.word}` });
  box(node.back, bar, 3);
  box(node.fill, { x: inner.x, y: bar.y + 2, w: replica ? at(replica.log_end_offset) - inner.x : 0, h: bar.h - 4 }, 2);
  show(node.high, Boolean(replica));
  if (replica) set(node.high, { d: `M${at(replica.high_watermark)} ${bar.y}V${bar.y + bar.h}`, "stroke-width": m.stroke * 1.8 });
  show(node.flag, leads && committed !== null);
  if (leads && committed !== null) set(node.flag, { d: `M${at(committed)} ${bar.y + bar.h + 1}V${bar.y - 2}l5 3l-5 3`, "stroke-width": m.stroke });
  show(node.crown, leads);
  const r = crown > 0 ? m.text * 0.36 : Math.min(4, bar.w / 4);
  set(node.crown, { d: MARKS.crown(r), transform: `translate(${Math.round(bar.x + r + 3)} ${Math.round(bar.y + bar.h / 2)})` });
  show(node.cross, state.word === "down");
  set(node.cross, { d: `M${bar.x + 3} ${bar.y + 3}L${bar.x + bar.w - 3} ${bar.y + bar.h - 3}`, "stroke-width": m.stroke });
  name(node, words.label("aria.log", { topic: item.topic, partition: item.partition, broker: Number(id), role: word(state, part, words), start: replica?.log_start_offset ?? 0, end: replica?.log_end_offset ?? 0 }), ctx.selected === node.getAttribute("data-id"));
  node.hint = node.hint ?? svg("title", {}, node);
  write(node.hint, node.getAttribute("aria-label"));
}

function word(state, part, words) {
  if (state.word === "leader") return words.label("log.leader", { epoch: part.leader_epoch });
  if (state.word === "out") return words.label(state.behind > 0 ? "log.behind" : "log.out", { n: state.behind });
  return state.word === "none" ? "" : words.label(`log.${state.word}`);
}
