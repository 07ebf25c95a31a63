// The eye should learn: a business process is a trail of commands and events with one correlation id.
// The chosen one is drawn as swim lanes, a lane for each service, time to the right; what is made good
// is dashed. The others are pills with their state; one that is stuck comes first.

import { keyed, set, show, svg } from "../../../lib/dom.js";
import { sagasOf } from "../../../model/town/readings.js";
import { box, fitted, label, makeTarget, name, place, textWidth } from "../../parts.js";
import { pill, round, setPill } from "../parts.js";

export const kind = "sagas";
const LEAST_STEPS = 5;
const MOST_PILLS = 6;

export function create(_item, { layers }) {
  const node = svg("g", { class: "actor sagas" }, layers.actors);
  node.card = svg("rect", { class: "card-box sagas-box" }, node);
  node.title = label(node, "strong");
  node.lanes = svg("path", { class: "saga-lanes", fill: "none" }, node);
  node.heads = svg("g", {}, node);
  node.headNodes = new Map();
  node.trail = svg("g", { class: "saga-trail" }, node);
  node.way = svg("path", { class: "saga-way", fill: "none" }, node.trail);
  node.backWay = svg("path", { class: "saga-back-way", fill: "none" }, node.trail);
  node.steps = svg("g", {}, node.trail);
  node.stepNodes = new Map();
  node.pills = svg("g", {}, layers.actors);
  node.pillNodes = new Map();
  return node;
}

export function remove(node) {
  node.pills.remove();
}

export function update(node, _item, ctx) {
  const { view, plan, words } = ctx;
  const area = plan.sagas;
  const m = plan.metrics;
  const all = sagasOf(view);
  const chosen = all.find(({ id }) => ctx.selected === `saga:${id}`) ?? all[0] ?? null;
  box(node.card, area, 14);
  const title = `${words.label("town.sagas")}: ${countText(all, words)}`;
  const head = fitted(title, area.w * 0.4, m.text, true);
  place(node.title, area.x + m.text * 0.8, Math.round(area.y + m.text * 1.55), m.text, head);
  pills(node, all, chosen, area, area.x + m.text * 1.8 + textWidth(head, m.text, true), ctx);
  const frame = frameOf(area, chosen, m);
  lanes(node, area, frame, m);
  trail(node, chosen, frame, m);
}

/** Lanes share the height below the head; steps share the width beside the names. */
function frameOf(area, saga, m) {
  const top = area.y + m.text * 2.55;
  const count = Math.max(1, area.services.length);
  const pitch = Math.min(m.text * 2.6, (area.y + area.h - m.text * 0.5 - top) / count);
  const names = Math.min(area.w * 0.24, m.text * 9);
  const steps = Math.max(LEAST_STEPS, saga?.trail?.length ?? 0);
  const start = area.x + names + m.text;
  return { top, pitch, names, start, step: (area.x + area.w - m.text * 0.6 - start) / steps, y: (service) => round(top + pitch * (Math.max(0, area.services.indexOf(service)) + 0.68)) };
}

function countText(all, words) {
  const of = (test) => all.filter(test).length;
  const stuck = of((saga) => saga.state === "stuck" || saga.state === "forgotten");
  return words.label(stuck > 0 ? "town.saga_stuck" : "town.saga_counts", { n: all.length, done: of((saga) => saga.state === "finished"), stuck });
}

function lanes(node, area, frame, m) {
  keyed(node.heads, node.headNodes, area.services, () => label(node.heads, "soft"));
  for (const id of area.services) place(node.headNodes.get(id), area.x + m.text * 0.8, Math.round(frame.y(id) + m.text * 0.2), m.text, fitted(id, frame.names, m.text));
  set(node.lanes, { d: area.services.map((id) => `M${round(frame.start)} ${frame.y(id)}H${area.x + area.w - m.text * 0.6}`).join("") });
}

/** One pill a process, newest first after those that are stuck, as many as fit. */
function pills(node, all, chosen, area, from, ctx) {
  const { plan, words } = ctx;
  const m = plan.metrics;
  let x = from;
  const shown = [];
  for (const saga of all.slice(0, MOST_PILLS)) {
    const state = stateOf(saga);
    const text = `${saga.id}: ${stateText(saga, state, words)}`;
    const w = textWidth(text, m.text, true) + m.text * 1.1;
    if (x + w > area.x + area.w - m.text * 0.6) break;
    shown.push({ saga, state, text, x });
    x += w + m.text * 0.5;
  }
  keyed(node.pills, node.pillNodes, shown.map(({ saga }) => saga.id), (id) => {
    const part = makeTarget(node.pills, "saga", `saga:${id}`);
    part.pill = pill(part, "saga-state");
    return part;
  });
  for (const { saga, state, text, x: left } of shown) {
    const part = node.pillNodes.get(saga.id);
    set(part, { class: `actor target saga is-${state}${saga.outcome ? ` outcome-${saga.outcome}` : ""}${saga.id === chosen?.id ? " is-shown" : ""}`, "data-state": state });
    setPill(part.pill, text, Math.round(left), Math.round(area.y + m.text * 1.2), m, { align: "left" });
    name(part, words.label("town.aria_saga", { saga: saga.id, state: stateText(saga, state, words), steps: (saga.trail ?? []).map(([step]) => step).join(", ") }), ctx.selected === `saga:${saga.id}`);
  }
}

function stateOf(saga) {
  return saga.state === "running" && (saga.undone ?? []).length > 0 ? "compensating" : (saga.state ?? "running");
}

function stateText(saga, state, words) {
  if (state === "stuck" && saga.waits_for) return words.label("town.stuck_at", { service: saga.waits_for });
  return words.label(saga.outcome ? `saga.${saga.outcome}` : `saga.${state}`);
}

/** Each step in its service's lane; a line leads up or down to the next lane, then along it, and meets no word. */
function trail(node, saga, frame, m) {
  show(node.trail, saga !== null);
  if (saga === null) return;
  const undone = new Set((saga.undone ?? []).map(([step, , at]) => `${step}@${at}`));
  const steps = (saga.trail ?? []).map(([step, service, at], i) => ({ id: String(i), step, service, back: undone.has(`${step}@${at}`), x: round(frame.start + frame.step * (i + 0.12)), y: frame.y(service) }));
  const turn = steps.findIndex((step) => step.back);
  set(node.trail, { "data-trail": saga.id });
  keyed(node.steps, node.stepNodes, steps.map(({ id }) => id), () => {
    const part = svg("g", { class: "step" }, node.steps);
    part.dot = svg("circle", {}, part);
    part.text = label(part, "step-text");
    return part;
  });
  for (const step of steps) {
    const part = node.stepNodes.get(step.id);
    set(part, { class: `step${step.back ? " is-undone" : ""}`, "data-step": step.step, "data-service": step.service });
    set(part.dot, { cx: step.x, cy: step.y, r: round(m.text * 0.34) });
    place(part.text, round(step.x + m.text * 0.5), Math.round(step.y - m.text * 0.3), m.text, fitted(step.step, frame.step - m.text * 0.9, m.text));
  }
  set(node.way, { d: lineOf(turn < 0 ? steps : steps.slice(0, turn)) });
  set(node.backWay, { d: turn < 0 ? "" : lineOf(steps.slice(Math.max(0, turn - 1))) });
}

function lineOf(steps) {
  if (steps.length < 2) return "";
  return steps.slice(1).reduce((data, step) => `${data}V${step.y}H${step.x}`, `M${steps[0].x} ${steps[0].y}`);
}
