// The eye should learn: a broker is a process. It is up, starting, stopping, paused, slow or down;
// it may be the active controller and coordinate groups; its session drains between heartbeats.

import { set, show, svg, write } from "../../lib/dom.js";
import { MARKS } from "../../lib/shapes.js";
import { brokerState, coordinatedGroups, cutEnds, isActiveController, slowness_us } from "../../model/readings.js";
import { box, fitted, label, makeTarget, name, place, ring, setRing, shareLeft, textWidth } from "../parts.js";

export const kind = "broker";

export function create(item, { layers }) {
  const node = makeTarget(layers.actors, "broker", `broker:${item.id}`);
  node.card = svg("rect", { class: "card-box" }, node);
  node.ports = svg("path", { class: "port", "data-port": `broker-${item.id}` }, node);
  node.title = label(node, "strong");
  node.state = label(node, "state", "end");
  node.hat = svg("path", { class: "hat" }, node);
  node.session = ring(node, "session");
  return node;
}

export function update(node, item, ctx) {
  const { view, plan, words } = ctx;
  const { head, ports } = plan.brokers[item.id];
  const m = plan.metrics;
  const state = brokerState(view, item.id);
  show(node, state !== "unknown"); // its place is kept free until it comes
  set(node, { class: `actor target broker is-${state}${cutEnds(view, `broker-${item.id}`).length ? " is-cut" : ""}` });
  box(node.card, head, 12);
  set(node.ports, { d: `M${ports.out.x} ${head.y}v-6M${ports.in.x} ${head.y}v-6` });
  const title = words.label("broker.name", { broker: Number(item.id) });
  const size = head.w < m.text * 18 ? m.name : m.title;
  place(node.title, head.x + m.text * 0.9, Math.round(head.y + head.h / 2 + size * 0.34), size, title);
  const right = head.x + head.w - m.text * (state === "up" ? 2.2 : 0.9);
  const room = right - head.x - m.text * 1.6 - textWidth(title, size, true);
  const text = fitted(roleText(item, ctx, state, room), room, m.text, state !== "up");
  place(node.state, right, Math.round(head.y + head.h / 2 + m.text * 0.36), m.text, text);
  node.room = room;
  const hatX = Math.round(right - textWidth(text, m.text) - m.text * 1.1);
  const hatted = isActiveController(view, `broker-${item.id}`) && state === "up" && text !== "" && hatX - m.text * 0.8 > right - room;
  show(node.hat, hatted);
  set(node.hat, { d: MARKS.hat(m.text * 0.5), transform: `translate(${hatX} ${Math.round(head.y + head.h / 2)})` });
  name(node, words.label("aria.broker", { broker: Number(item.id), state: stateText(item, ctx, state) }), ctx.selected === `broker:${item.id}`);
  node.titled = node.titled ?? svg("title", {}, node);
  write(node.titled, [title, stateText(item, ctx, state), roles(item, ctx).join(", ")].filter(Boolean).join(": "));
  tick(node, item, ctx);
}

export function tick(node, item, { view, plan, now_us, words, waits }) {
  const { head } = plan.brokers[item.id];
  const m = plan.metrics;
  const known = view.brokers?.[item.id];
  const state = brokerState(view, item.id);
  const share = state === "up" ? shareLeft(known?.session_deadline_at_us, waits.brokerSession_us, now_us) : null;
  setRing(node.session, head.x + head.w - m.text * 1.3, head.y + head.h / 2, m.text * 0.6, m.stroke * 2, share);
  if (state === "down" && node.room > 0) write(node.state, downText(now_us - known.since_at_us, node.room, m, words));
}

/** "down 11.4 s", or the bare word where there is no room. */
function downText(since_us, room, m, words) {
  const text = words.label("broker.down_for", { time: words.duration(floorTo(since_us)) });
  return textWidth(text, m.text, true) <= room ? text : fitted(words.label("broker.down"), room, m.text, true);
}

/** Whole tenths of a second, so that a running text changes no more often than it can be read. */
function floorTo(us) {
  return Math.max(0, Math.floor(us / 100_000) * 100_000);
}

function roles(item, { view, words }) {
  const out = [];
  if (isActiveController(view, `broker-${item.id}`)) out.push(words.label("voter.leader"));
  if (coordinatedGroups(view, item.id).length > 0) out.push(words.label("broker.coordinator"));
  return out;
}

function roleText(item, ctx, state, room) {
  const { view, words } = ctx;
  if (state !== "up") return stateText(item, ctx, state);
  const slow_us = slowness_us(view, `broker-${item.id}`);
  if (slow_us > 0) return words.label("broker.slow", { latency: words.duration(slow_us) });
  const size = ctx.plan.metrics.text;
  const full = roles(item, ctx).join(", ");
  if (textWidth(full, size) <= room) return full;
  const short = shortRoles(item, ctx);
  return textWidth(short.join(", "), size) <= room ? short.join(", ") : (short[0] ?? "");
}

function shortRoles(item, { view, words }) {
  const out = [];
  if (isActiveController(view, `broker-${item.id}`)) out.push(words.label("broker.controller_short"));
  if (coordinatedGroups(view, item.id).length > 0) out.push(words.label("broker.coordinator_short"));
  return out;
}

function stateText(item, { view, words, now_us }, state) {
  if (state === "down") return words.label("broker.down_for", { time: words.duration(floorTo(now_us - view.brokers[item.id].since_at_us)) });
  return state === "unknown" ? "" : words.label(`broker.${state}`);
}
