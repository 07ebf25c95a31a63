// The eye should learn: a group is its coordinator's state machine: stable, preparing, completing,
// with a generation that counts rebalances and a ring for how long the coordinator still waits.

import { set, show, svg, write } from "../../lib/dom.js";
import { box, fitted, label, makeTarget, name, place, placeFitted, ring, setRing, shareLeft, textWidth } from "../parts.js";

export const kind = "group";
const CALM = new Set(["Stable", "Empty", "Dead"]);

export function create(item, ctx) {
  const node = makeTarget(ctx.layers.cards, "group", `group:${item.id}`);
  node.card = svg("rect", { class: "group-box" }, node);
  node.title = label(node, "strong");
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
  place(node.state, x, Math.round(y + m.title * 1.3 + m.text * 1.35), m.text, fitted(stateText(known, words, w, m, !calm), w, m.text, !calm));
  place(node.coordinator, x, Math.round(y + m.title * 1.3 + m.text * 2.6), m.text, coordinatorText(known, words, w, m));
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

function stateText(known, words, w, m, bold) {
  if (!known.state) return "";
  const whole = words.label("group.state", { state: stateWord(known, words), generation: known.generation });
  if (textWidth(whole, m.text, bold) <= w) return whole;
  const short = `${stateWord(known, words)}, ${known.generation}`;
  return textWidth(short, m.text, bold) <= w ? short : stateWord(known, words);
}

function coordinatorText(known, words, w, m) {
  if (known.coordinator === undefined) return "";
  if (known.coordinator < 0) return fitted(words.label("group.no_coordinator"), w, m.text);
  const whole = words.label("group.coordinated_by", { broker: known.coordinator });
  return textWidth(whole, m.text) <= w ? whole : fitted(words.label("group.coordinator_short", { broker: known.coordinator }), w, m.text);
}
