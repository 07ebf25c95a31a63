// The eye should learn: a program knows its broker and nobody else. What arrives waits in its inbox;
// what it publishes waits in its own buffer until the broker has confirmed it.

import { set, show, svg, write } from "../../../lib/dom.js";
import { clientState, filtersOf, lostAt, plainFilters, setting } from "../../../model/town/readings.js";
import { box, fitted, label, makeTarget, name, place, placeFitted, textWidth } from "../../parts.js";
import { tileSize } from "../layout/common.js";
import { ghost, outlines, pill, setGhost, setOutlines, setPill, setTileRow, tileRow } from "../parts.js";

export const kind = "client";
/** So many discarded events the view holds at most. */
const MOST = 99;

export function create(item, ctx) {
  const node = makeTarget(ctx.layers.actors, "client", `client:${item.id}`);
  frame(node, item);
  node.quick = quickButton(ctx);
  return node;
}

/** What every program's card has; services build on it. */
export function frame(node, item) {
  node.card = svg("rect", { class: "card-box" }, node);
  node.port = svg("path", { class: "port", "data-port": item.id }, node);
  node.title = label(node, "strong");
  node.state = pill(node, "state-pill");
  node.line = label(node, "soft");
  node.slots = outlines(node);
  node.hands = outlines(node, "hand-slots");
  node.inbox = tileRow(node);
  node.work = tileRow(node);
  node.more = label(node, "soft");
  node.ghost = ghost(node);
  node.held = pill(node, "held-pill");
}

/** Publishing is one press away; beside the card, not in it, since a button must not hold a button. */
function quickButton({ layers }) {
  const node = svg("g", { class: "quick", role: "button", tabindex: -1 }, layers.actors);
  node.box = svg("rect", {}, node);
  node.text = svg("text", { "text-anchor": "middle" }, node);
  return node;
}

export function remove(node) {
  node.quick?.remove();
}

export function update(node, item, ctx) {
  const { view, plan, words } = ctx;
  const spot = plan.clients[item.id];
  const m = plan.metrics;
  const state = clientState(view, item.id);
  const { x, y, w, h } = spot.box;
  const pad = Math.round(m.text * 0.8);
  head(node, item, state, spot, ctx);
  const wide = w - 2 * pad;
  place(node.line, x + pad, Math.round(y + m.text * 2.95), m.text, node.below ? "" : lineOf(item, wide, ctx));
  const reads = spot.reads && h >= m.text * 5 + m.tile;
  inboxOf(node, item.id, reads, { x: x + pad, y: Math.round(y + m.text * 3.5), w: wide }, ctx);
  const below = Math.round(y + (reads ? m.text * 3.5 + m.tile + 6 : m.text * 3.4) + m.text * 1);
  const lost = lostAt(view, item.id);
  setGhost(node.ghost, lost, x + pad, below, wide, ctx);
  const held = view.held?.[item.id] ?? 0;
  const thrown = view.clients?.[item.id]?.discarded?.length ?? 0;
  const kept = held > 0 ? heldText(held, wide, words, m) : thrown > 0 ? words.label("town.discarded", { n: thrown < MOST ? thrown : `${MOST}+` }) : "";
  setPill(node.held, kept, x + pad, below, m, { align: "left", most: wide });
  set(node, { "data-discarded": thrown });
  show(node.held, kept !== "" && lost.length === 0);
  quick(node.quick, item, spot, reads, ctx);
  name(node, words.label("town.aria_client", { client: item.id, kind: words.label(`kind.${item.kind}`), state: stateWord(state, words) }), ctx.selected === `client:${item.id}`);
}

const tick = (door, side) => `M${door.x} ${door.y}${TICKS[side]}`;
const TICKS = { left: "h-6", right: "h6", bottom: "v6", top: "v-6" };

export function stateWord(state, words) {
  return words.label(`client.${state}`);
}

/** The card, its name and its state; a program that is up and connected says nothing more. */
export function head(node, item, state, spot, { view, plan, words }) {
  const m = plan.metrics;
  const { x, y, w } = spot.box;
  const pad = Math.round(m.text * 0.8);
  set(node, { class: `actor target ${node.getAttribute("class").includes("service") ? "service" : "client"} is-${state}`, "data-state": state });
  box(node.card, spot.box, 14);
  set(node.port, { d: spot.ports ? tick(spot.reads ? spot.ports.in : spot.ports.out, spot.side) : "" });
  const size = Math.min(m.name, m.title);
  const slow = view.slow?.[item.id] > 0 && state === "up" ? words.label("broker.slow", { latency: words.duration(view.slow[item.id]) }) : "";
  const word = state === "up" ? slow : stateWord(state, words);
  const beside = textWidth(item.id, m.text, true) + textWidth(word, m.text, true) + m.text * 1.6 <= w - 2 * pad;
  node.below = word !== "" && !beside;
  const taken = setPill(node.state, word, node.below ? x + pad - 3 : x + w - pad * 0.7, Math.round(y + m.text * (node.below ? 2.78 : 1.35)), m, { align: node.below ? "left" : "right", most: w - 2 * pad });
  placeFitted(node.title, x + pad, Math.round(y + m.text * 1.75), size, item.id, w - 2 * pad - (taken && beside ? taken + m.text * 0.3 : 0), m.text, true);
}

/** What it asks for, or what it publishes. */
function lineOf(item, room, { view, plan, words }) {
  const size = plan.metrics.text;
  const direct = filtersOf(view, item.id);
  const own = filtersOf(view, `${item.id}.queue`);
  const filters = [...direct, ...own];
  const keeps = setting(view, item.id, "keeps");
  if (filters.length > 0) return fitted(words.label(keeps ? "town.asks_keeps" : "town.asks", { filters: filters.join(", "), keeps }), room, size);
  const places = (item.wants ?? []).filter(([, memory]) => memory !== "direct").map(([, , place_]) => place_);
  if (places.length > 0) return fitted(words.label("town.reads", { places: [...new Set(places)].join(", ") }), room, size);
  const topics = item.topics ?? [];
  if (topics.length === 0) return fitted(words.label(`kind.${item.kind}`), room, size);
  const texts = [words.label("town.publishes", { topics: topics.join(", ") }), topics.join(", "), words.label("town.publishes_n", { n: topics.length })];
  return texts.find((text) => textWidth(text, size) <= room) ?? fitted(topics[0], room, size);
}

/** Events in the local buffer, whose fate is not known yet: "? 2 not confirmed". */
export function heldText(held, room, words, m) {
  if (held === 0) return "";
  const whole = words.label("town.held", { n: held });
  return textWidth(whole, m.text, true) + m.text * 1.1 <= room ? whole : `? ${held}`;
}

/** The row at the card's heart: inbox with its bound, the oldest next to the hands that work. */
export function inboxOf(node, id, visible, { x, y, w }, { view, plan, events, words }, hands = 1) {
  for (const part of [node.slots, node.hands, node.inbox, node.work, node.more]) show(part, visible);
  if (!visible) return;
  const m = plan.metrics;
  const size = tileSize(m);
  const step = size.w + 4;
  const inbox = view.clients?.[id]?.inbox ?? [];
  const limit = setting(view, id, "inbox") ?? 0;
  const work = Object.entries(view.work?.[id] ?? {});
  const handsShown = Math.max(1, Math.min(hands, Math.floor(w / step) - 1));
  const middle = y + (m.tile + 6) / 2;
  const at = (i) => x + w - size.w / 2 - i * step - (i >= handsShown ? 8 : 0);
  const room = Math.max(1, Math.floor((w - 8) / step) - handsShown);
  const shown = inbox.slice(0, inbox.length > room ? Math.max(1, room - 1) : room);
  setOutlines(node.hands, Array.from({ length: handsShown }, (_none, i) => [at(i), middle]), { w: size.w + 2, h: size.h + 4 });
  setTileRow(node.work, work.slice(0, handsShown).map(([slot, event]) => ({ id: slot, event, x: at(Math.min(handsShown - 1, Number(slot) % handsShown)), y: middle, className: "in-work" })), events, size, m);
  setTileRow(node.inbox, shown.map(([event, , place_, delivery], i) => ({ id: `${event}:${place_}:${i}`, event, x: at(handsShown + i), y: middle, delivery })), events, size, m);
  const free = limit > 0 ? Math.min(room, limit) : Math.min(room, 1);
  setOutlines(node.slots, Array.from({ length: free }, (_none, i) => [at(handsShown + i), middle]).slice(shown.length), size);
  set(node.slots, { class: limit > 0 ? "free-slots bounded" : "free-slots" });
  const hidden = inbox.length - shown.length;
  const used = Math.max(shown.length, free) * step + handsShown * step + 12;
  const said = words.label(limit > 0 ? "client.inbox_of" : "client.inbox", { n: inbox.length, most: limit });
  place(node.more, x, Math.round(middle + m.text * 0.36), m.text, hidden > 0 ? `+${hidden}` : textWidth(said, m.text) <= w - used ? said : "");
  set(node, { "data-inbox": inbox.length });
}

/** The command that publishes this program's next event, or "" when it has none of its own. */
export function nextPublish(item, view) {
  const own = (item.topics ?? []).filter((topic) => !topic.includes("{"));
  const topics = own.length > 0 || item.kind !== "publisher" ? own : plainFilters(view, item.broker).slice(0, 1);
  if (topics.length === 0) return "";
  const mine = (view.published ?? []).filter((row) => row[7] === item.id);
  const topic = topics[(topics.indexOf(mine[mine.length - 1]?.[1]) + 1) % topics.length];
  const like = mine.findLast((row) => row[1] === topic);
  const more = like ? [["key", like[5]], ["name", like[2] === "Event" ? null : like[2]], ["value", like[6]], ["form", like[3] === "fact" ? null : like[3]]] : [];
  const quoted = (text) => (/^[a-z][a-z0-9._-]{0,31}$/.test(text) ? text : JSON.stringify(text));
  return [`publish ${item.id} ${quoted(topic)}`, ...more.filter(([, value]) => value).map(([word, value]) => `${word}=${quoted(value)}`)].join(" ");
}

function quick(node, item, spot, reads, { view, plan, words, drives }) {
  const m = plan.metrics;
  const { x, y, w, h } = spot.box;
  const command = nextPublish(item, view);
  const size = Math.round(m.text * 1.75);
  const visible = drives && command !== "" && !reads && h >= m.text * 6.6;
  show(node, visible);
  if (!visible) return;
  set(node, { "data-command": command, "aria-label": words.label("producer.publish_with", { producer: item.id }) });
  box(node.box, { x: x + m.text * 0.7, y: y + h - size - m.text * 0.6, w: w - m.text * 1.4, h: size }, 8);
  set(node.text, { x: Math.round(x + w / 2), y: Math.round(y + h - size / 2 - m.text * 0.6 + m.text * 0.36), "font-size": m.text });
  write(node.text, fitted(`+ ${words.label("button.publish")}`, w - m.text * 1.6, m.text, true));
}

