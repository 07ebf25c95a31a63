// The eye should learn: a business process is a trail of commands and events with one correlation id.
// Each step stands in the lane of its service; what is undone goes back, below the line.

import { keyed, set, show, svg } from "../../../lib/dom.js";
import { sagasOf } from "../../../model/town/readings.js";
import { box, fitted, label, makeTarget, name, place } from "../../parts.js";
import { pill, round, setPill } from "../parts.js";

export const kind = "sagas";

export function create(_item, { layers }) {
  const node = svg("g", { class: "actor sagas" }, layers.actors);
  node.card = svg("rect", { class: "card-box sagas-box" }, node);
  node.title = label(node, "strong");
  node.count = label(node, "soft");
  node.heads = svg("g", {}, node);
  node.headNodes = new Map();
  node.lanes = svg("path", { class: "saga-lanes", fill: "none" }, node);
  node.rows = svg("g", {}, node);
  node.rowNodes = new Map();
  return node;
}

export function update(node, _item, ctx) {
  const { view, plan, words } = ctx;
  const area = plan.sagas;
  const m = plan.metrics;
  const all = sagasOf(view);
  box(node.card, area, 14);
  const frame = frameOf(area, m);
  place(node.title, area.x + m.text * 0.8, Math.round(area.y + m.text * 1.5), m.text, words.label("town.sagas"));
  place(node.count, area.x + m.text * 0.8, Math.round(area.y + m.text * 2.75), m.text, fitted(countText(all, words), frame.label - m.text, m.text));
  heads(node, area, frame, m);
  const most = Math.max(1, Math.floor((area.h - m.text * 3.2) / frame.row));
  const shown = all.slice(0, most);
  keyed(node.rows, node.rowNodes, shown.map(({ id }) => id), (id) => makeRow(node.rows, id));
  shown.forEach((saga, i) => setRow(node.rowNodes.get(saga.id), saga, area, frame, area.y + m.text * 3.1 + frame.row * i, ctx));
}

function frameOf(area, m) {
  const narrow = area.w < m.text * 40;
  const labelWidth = narrow ? 0 : Math.round(m.text * 12);
  const lane = (area.w - labelWidth - m.text) / Math.max(1, area.services.length);
  return { label: narrow ? m.text * 16 : labelWidth, start: area.x + labelWidth, lane, narrow, row: Math.round(m.text * (narrow ? 6 : 4.4)), x: (service) => area.x + labelWidth + lane * (Math.max(0, area.services.indexOf(service)) + 0.5) };
}

function heads(node, area, frame, m) {
  keyed(node.heads, node.headNodes, area.services, () => label(node.heads, "soft", "middle"));
  area.services.forEach((id) => {
    show(node.headNodes.get(id), !frame.narrow);
    place(node.headNodes.get(id), Math.round(frame.x(id)), Math.round(area.y + m.text * 1.5), m.text, fitted(id, frame.lane - 8, m.text));
  });
  set(node.lanes, { d: frame.narrow ? "" : area.services.slice(1).map((_id, i) => `M${round(frame.start + frame.lane * (i + 1))} ${area.y + m.text * 0.6}V${area.y + area.h - m.text * 0.5}`).join("") });
}

function countText(all, words) {
  const of = (test) => all.filter(test).length;
  const stuck = of((saga) => saga.state === "stuck" || saga.state === "forgotten");
  return words.label(stuck > 0 ? "town.saga_stuck" : "town.saga_counts", { n: all.length, done: of((saga) => saga.state === "finished"), stuck });
}

function makeRow(parent, id) {
  const node = makeTarget(parent, "saga", `saga:${id}`);
  node.back = svg("rect", { class: "saga-back", rx: 8 }, node);
  node.title = label(node, "strong");
  node.state = pill(node, "saga-state");
  node.way = svg("path", { class: "saga-way", fill: "none" }, node);
  node.backWay = svg("path", { class: "saga-back-way", fill: "none" }, node);
  node.steps = svg("g", {}, node);
  node.stepNodes = new Map();
  return node;
}

function setRow(node, saga, area, frame, y, ctx) {
  const { plan, words } = ctx;
  const m = plan.metrics;
  const undone = saga.undone ?? [];
  const state = saga.state === "running" && undone.length > 0 ? "compensating" : (saga.state ?? "running");
  set(node, { class: `actor target saga is-${state}${saga.outcome ? ` outcome-${saga.outcome}` : ""}`, "data-state": state });
  set(node.back, { x: area.x + 6, y: round(y), width: area.w - 12, height: frame.row - 4 });
  const x = area.x + m.text * 0.9;
  place(node.title, x, Math.round(y + m.text * 1.3), m.text, fitted(saga.id, frame.label - m.text, m.text, true));
  setPill(node.state, stateText(saga, state, words), frame.narrow ? area.x + area.w - m.text * 0.8 : x, Math.round(y + m.text * (frame.narrow ? 1.1 : 2.75)), m, { align: frame.narrow ? "right" : "left", most: frame.label - m.text * 0.4 });
  trail(node, saga, undone, frame, y, m);
  name(node, words.label("town.aria_saga", { saga: saga.id, state: stateText(saga, state, words), steps: (saga.trail ?? []).map(([step]) => step).join(", ") }), ctx.selected === `saga:${saga.id}`);
}

function stateText(saga, state, words) {
  if (state === "stuck" && saga.waits_for) return words.label("town.stuck_at", { service: saga.waits_for });
  return words.label(saga.outcome ? `saga.${saga.outcome}` : `saga.${state}`);
}

/** Steps in their services' lanes: forward along the upper line, what is made good along the lower one, back. */
function trail(node, saga, undone, frame, y, m) {
  const back = new Set(undone.map(([step, , at]) => `${step}@${at}`));
  const steps = (saga.trail ?? []).map(([step, service, at], i) => ({ id: `${i}`, step, service, back: back.has(`${step}@${at}`) }));
  const turn = steps.findIndex((step) => step.back);
  const upper = y + m.text * (frame.narrow ? 3.05 : 1.75);
  const lower = upper + m.text * 0.85;
  steps.forEach((step, i) => (step.low = turn >= 0 && i >= turn));
  const perLane = new Map();
  const laneOf = (step) => `${step.service}|${step.low}`;
  for (const step of steps) perLane.set(laneOf(step), [...(perLane.get(laneOf(step)) ?? []), step]);
  for (const step of steps) {
    const mates = perLane.get(laneOf(step));
    step.w = frame.lane / mates.length - 6;
    step.x = frame.x(step.service) - frame.lane / 2 + (frame.lane * (mates.indexOf(step) + 0.5)) / mates.length;
    step.y = step.low ? lower : upper;
  }
  keyed(node.steps, node.stepNodes, steps.map(({ id }) => id), () => {
    const part = svg("g", { class: "step" }, node.steps);
    part.dot = svg("circle", {}, part);
    part.text = label(part, "step-text", "middle");
    return part;
  });
  for (const step of steps) {
    const part = node.stepNodes.get(step.id);
    set(part, { class: `step${step.back ? " is-undone" : ""}${step.low ? " is-low" : ""}`, "data-step": step.step, "data-service": step.service });
    set(part.dot, { cx: round(step.x), cy: round(step.y), r: round(m.text * 0.36) });
    const text = step.w > m.text * 2.5 ? fitted(step.step, step.w, m.text) : "";
    place(part.text, round(step.x), Math.round(step.y + m.text * (step.low ? 1.3 : -0.62)), m.text, text);
  }
  const line = (rows) => (rows.length > 1 ? `M${rows.map((step) => `${round(step.x)} ${round(step.y)}`).join("L")}` : "");
  set(node.way, { d: line(turn < 0 ? steps : steps.slice(0, turn)) });
  set(node.backWay, { d: turn < 0 ? "" : line(steps.slice(Math.max(0, turn - 1))) });
}

