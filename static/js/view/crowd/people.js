// The eye should learn: many producers, many consumers, each a cell with its name and the one number
// that matters: records without an answer yet, or the consumer's lag.

import { set, show, svg, write } from "../../lib/dom.js";
import { memberLag, waitingFor } from "../../model/readings.js";
import { memberState, stateWord } from "../actors/member.js";
import { box, fitted, label, makeTarget, name, place, textWidth } from "../parts.js";

/** billing-12 where it fits, else 12: the group's name stands above all of them. */
function shortName(id, width, m) {
  if (textWidth(id, m.text, true) <= width) return id;
  const number = /(\d+)$/.exec(id)?.[1];
  return number ?? fitted(id, width, m.text, true);
}

function cell(layers, className, id, port) {
  const node = makeTarget(layers.actors, className, id);
  node.card = svg("rect", { class: "card-box" }, node);
  node.port = svg("path", { class: "port", "data-port": port }, node);
  node.title = label(node, "strong");
  node.number = label(node, "soft", "end");
  node.hint = svg("title", {}, node);
  return node;
}

function fill(node, spot, title, number, spoken, selected, m) {
  const { x, y, w, h } = spot.box;
  const pad = Math.round(m.text * 0.4);
  const baseline = Math.round(y + h / 2 + m.text * 0.36);
  box(node.card, spot.box, 5);
  set(node.port, { d: spot.gapY === undefined ? `M${spot.ports.in.x} ${spot.ports.in.y}h0.1` : `M${spot.ports.in.x} ${y}v-3` });
  const taken = number ? textWidth(number, m.text) + m.text * 0.4 : 0;
  const text = shortName(title, w - 2 * pad - taken, m);
  place(node.title, x + pad, baseline, m.text, text);
  const fits = number && textWidth(text, m.text, true) + taken + 2 * pad <= w;
  place(node.number, x + w - pad, baseline, m.text, fits ? number : "");
  name(node, spoken, selected);
  write(node.hint, spoken);
}

export const seat = {
  kind: "seat",
  create: (item, { layers }) => cell(layers, "member", `member:${item.id}`, item.id),
  update(node, item, ctx) {
    const { view, plan, words } = ctx;
    const state = memberState(view, item.id);
    set(node, { class: `actor target member cell is-${state}`, "data-state": state });
    const behind = state === "up" ? memberLag(view, item.id) : null;
    const owned = (view.members?.[item.id]?.assigned ?? []).map(([topic, number]) => `${topic}-${number}`).join(", ");
    const spoken = [words.label("aria.consumer", { member: item.id, group: item.group, state: stateWord(state, words) }), owned].filter(Boolean).join(", ");
    fill(node, item.place, item.id, behind === null ? "" : words.label("group.lag", { n: behind }), spoken, ctx.selected === `member:${item.id}`, plan.metrics);
  },
};

export const source = {
  kind: "source",
  create: (item, { layers }) => cell(layers, "producer", `producer:${item.id}`, item.id),
  update(node, item, ctx) {
    const { view, plan, words } = ctx;
    const waiting = waitingFor(view, item.id);
    const spoken = `${words.label("aria.producer", { producer: item.id, acks: view.producers?.[item.id]?.acks ?? "" })}, ${words.label("producer.pending", { n: waiting })}`;
    fill(node, plan.producers[item.id], item.id, waiting > 0 ? `? ${waiting}` : "", spoken, ctx.selected === `producer:${item.id}`, plan.metrics);
  },
};

const CALM = new Set(["Stable", "Empty", "Dead"]);

function stateText(word, count, w, m, bold) {
  const whole = [word, count].filter(Boolean).join(", ");
  return textWidth(whole, m.text, bold) <= w ? whole : fitted(word || count, w, m.text, bold);
}

/** A group in one line, or the header above a grid of its members. */
export const party = {
  kind: "party",
  create(item, ctx) {
    const node = makeTarget(ctx.layers.cards, "group", `group:${item.id}`);
    node.card = svg("rect", { class: "group-box" }, node);
    node.title = label(node, "strong");
    node.state = label(node, "group-state");
    node.hint = svg("title", {}, node);
    node.free = svg("g", { class: "free", role: "button", tabindex: -1, "data-join": item.id, "aria-label": ctx.words.label("button.add_consumer") }, ctx.layers.actors);
    node.freeBox = svg("rect", {}, node.free);
    node.freeText = svg("text", { "text-anchor": "middle" }, node.free);
    return node;
  },
  update(node, item, ctx) {
    const { view, plan, words } = ctx;
    const spot = plan.groups[item.id];
    const m = plan.metrics;
    const known = view.groups?.[item.id] ?? {};
    const word = known.state ? words.label(`group.${known.state}`) : "";
    const calm = CALM.has(known.state ?? "Empty");
    set(node, { class: `actor target group${calm ? "" : " is-rebalancing"}`, "data-state": known.state ?? null });
    box(node.card, spot.box, 10);
    const w = spot.box.w - m.text * 1.6;
    place(node.title, spot.header.x, Math.round(spot.header.y + m.text * 1.45), m.text, fitted(words.label("group.name", { group: item.id }), w, m.text, true));
    const count = words.label("crowd.members", { n: Object.keys(spot.members).length });
    place(node.state, spot.header.x, Math.round(spot.header.y + m.text * 2.9), m.text, spot.closed ? "" : stateText(word, count, w, m, !calm));
    const spoken = words.label("aria.group", { group: item.id, state: word, generation: known.generation ?? 0 });
    name(node, spoken, ctx.selected === `group:${item.id}`);
    write(node.hint, spoken);
    show(node.free, ctx.drives && Boolean(spot.free));
    if (!spot.free) return;
    box(node.freeBox, spot.free, 8);
    set(node.freeText, { x: spot.free.x + spot.free.w / 2, y: Math.round(spot.free.y + spot.free.h / 2 + m.text * 0.36), "font-size": m.text });
    write(node.freeText, fitted(`+ ${words.label("button.add_consumer")}`, spot.free.w - 8, m.text, true));
  },
  remove: (node) => node.free.remove(),
};
