// The eye should learn: a group is its coordinator's state machine: stable, preparing, completing,
// with a generation that counts rebalances and a ring for how long the coordinator still waits. A ribbon
// shows the step of a rebalance: partitions are given back, handed out, and all is at rest again.

import { set, show, svg, write } from "../../lib/dom.js";
import { box, fitted, label, makeTarget, name, place, placeFitted, ring, setRing, shareLeft, textWidth } from "../parts.js";

export const kind = "group";
const PHASES = ["revoke", "assign", "stable"];
/** Which steps of the ribbon a group's state stands for: a newer protocol may give and take at once. */
const STEPS = { PreparingRebalance: ["revoke"], CompletingRebalance: ["assign"], Assigning: ["assign"], Reconciling: ["revoke", "assign"], Stable: ["stable"] };
const CALM = new Set(["Stable", "Empty", "Dead"]);

export function create(item, ctx) {
  const node = makeTarget(ctx.layers.cards, "group", `group:${item.id}`);
  node.card = svg("rect", { class: "group-box" }, node);
  node.title = label(node, "strong");
  node.ribbon = svg("g", { class: "ribbon", "aria-hidden": "true" }, node);
  node.steps = PHASES.map((phase) => makeStep(node.ribbon, phase));
  node.state = label(node, "group-state");
  node.coordinator = label(node, "soft");
  node.wait = ring(node, "wait");
  node.free = svg("g", { class: "free", role: "button", tabindex: -1, "data-join": item.id, "aria-label": ctx.words.label("button.add_consumer") }, ctx.layers.actors);
  node.freeBox = svg("rect", {}, node.free);
  node.freeText = svg("text", { "text-anchor": "middle" }, node.free);
  return node;
}

export function remove(node) {
  node.free.remove();
}

export function update(node, item, ctx) {
  const { view, plan, words } = ctx;
  const spot = plan.groups[item.id];
  const m = plan.metrics;
  const known = view.groups?.[item.id] ?? {};
  const calm = CALM.has(known.state ?? "Empty");
  set(node, { class: `actor target group${calm ? "" : " is-rebalancing"}`, "data-state": known.state ?? null });
  box(node.card, spot.box, 16);
  const { x, y } = spot.header;
  const w = spot.box.w - m.text * 1.6;
  placeFitted(node.title, x, Math.round(y + m.title * 1.3), m.title, words.label("group.name", { group: item.id }), w - (calm ? 0 : m.text * 2), m.text, true);
  ribbon(node, known, { x, y: Math.round(y + m.title * 1.3 + m.text * 0.42), w }, m, words);
  place(node.coordinator, x, Math.round(y + m.title * 1.3 + m.text * 2.85), m.text, coordinatorText(known, words, w, m));
  box(node.freeBox, spot.free, 12);
  set(node.freeText, { x: spot.free.x + spot.free.w / 2, y: Math.round(spot.free.y + spot.free.h / 2 + m.text * 0.36), "font-size": m.text });
  const add = `+ ${words.label("button.add_consumer")}`;
  write(node.freeText, textWidth(add, m.text, true) < spot.free.w - 8 ? add : fitted(`+ ${words.label("table.consumer")}`, spot.free.w - 8, m.text, true));
  show(node.free, ctx.drives);
  name(node, words.label("aria.group", { group: item.id, state: stateWord(known, words), generation: known.generation ?? 0 }), ctx.selected === `group:${item.id}`);
  tick(node, item, ctx);
}

export function tick(node, item, { view, plan, now_us, waits }) {
  const { box: card } = plan.groups[item.id];
  const m = plan.metrics;
  const known = view.groups?.[item.id];
  const waiting = known && !CALM.has(known.state);
  setRing(node.wait, card.x + card.w - m.text * 1.5, card.y + m.text * 1.5, m.text * 0.7, m.stroke * 2, waiting ? shareLeft(known.deadline_at_us, waits.rebalance_us, now_us) : null);
}

function stateWord(known, words) {
  return known.state ? words.label(`group.${known.state}`) : "";
}

function makeStep(parent, phase) {
  const node = svg("g", { "data-phase": phase }, parent);
  node.shape = svg("path", {}, node);
  node.text = svg("text", { "text-anchor": "middle" }, node);
  return node;
}

/** Three arrows with the current ones inked; the words of the others give way first, then the generation's. */
function ribbon(node, known, { x, y, w }, m, words) {
  const now = STEPS[known.state] ?? [];
  const size = m.text;
  const names = PHASES.map((phase) => words.label(`phase.${phase}`));
  const counted = known.state ? words.label(now.length > 0 ? "phase.generation" : "phase.empty", { n: known.generation ?? 0 }) : "";
  const widths = (worded) => PHASES.map((phase, i) => Math.round(worded.includes(phase) ? textWidth(names[i], size, true) + size * 1.5 : size * 1.15));
  const sum = (list) => list.reduce((total, value) => total + value, 0);
  const after = textWidth(counted, size, true) + size * 0.5;
  const choices = [[PHASES, counted, after], [now, counted, after], [now, "", 0]];
  const [worded, generation] = choices.find(([candidate, , more]) => sum(widths(candidate)) + more <= w) ?? [[], ""];
  const sizes = widths(worded);
  const h = Math.round(size * 1.25);
  const notch = Math.round(size * 0.4);
  let at = x;
  PHASES.forEach((phase, i) => {
    const step = node.steps[i];
    const width = sizes[i] - 3;
    set(step, { class: `phase is-${phase}${now.includes(phase) ? " is-now" : ""}` });
    set(step.shape, { d: `M${at} ${y}h${width - notch}l${notch} ${h / 2}l${-notch} ${h / 2}h${notch - width}${i === 0 ? "" : `l${notch} ${-h / 2}`}Z` });
    set(step.text, { x: Math.round(at + width / 2 + (i === 0 ? -1 : notch * 0.35)), y: Math.round(y + h / 2 + size * 0.34), "font-size": size });
    write(step.text, worded.includes(phase) ? names[i] : "");
    at += sizes[i];
  });
  show(node.ribbon, Boolean(known.state));
  place(node.state, Math.round(at + size * 0.4), Math.round(y + h / 2 + size * 0.34), size, generation);
}

function coordinatorText(known, words, w, m) {
  if (known.coordinator === undefined) return "";
  if (known.coordinator < 0) return fitted(words.label("group.no_coordinator"), w, m.text);
  const whole = words.label("group.coordinated_by", { broker: known.coordinator });
  const kind_ = known.type === "share" ? `${words.label("group.share")}, ` : "";
  if (kind_ && textWidth(kind_ + whole, m.text) <= w) return kind_ + whole;
  if (kind_) return fitted(kind_ + words.label("group.coordinator_short", { broker: known.coordinator }), w, m.text);
  return textWidth(whole, m.text) <= w ? whole : fitted(words.label("group.coordinator_short", { broker: known.coordinator }), w, m.text);
}
