// The eye should learn: the controllers vote. One is active, a majority must be up, and a
// combined node's seat falls with its broker.

import { keyed, set, show, svg, write } from "../../lib/dom.js";
import { fitted, label, makeTarget, name, place } from "../parts.js";

export const kind = "quorum";

export function create(item, { layers }) {
  const node = svg("g", { class: "actor quorum" }, layers.actors);
  node.title = label(node, "soft");
  node.state = label(node, "soft quorum-state");
  node.seatNodes = new Map();
  return node;
}

export function update(node, item, ctx) {
  const { view, plan, words } = ctx;
  const m = plan.metrics;
  const { quorum } = plan;
  show(node, quorum.h > 0);
  if (quorum.h === 0) return;
  const middle = Math.round(quorum.y + quorum.h / 2 + m.text * 0.36);
  place(node.title, quorum.labelX, middle, m.text, words.label("cluster.quorum"));
  const seats = new Map(quorum.seats.map((seat) => [seat.id, seat]));
  keyed(node, node.seatNodes, [...seats.keys()], (id) => makeSeat(node, id));
  for (const [id, seat] of node.seatNodes) drawSeat(seat, seats.get(id), ctx);
  place(node.state, quorum.textX, middle, m.text, fitted(stateText(view, quorum, words), quorum.textW, m.text));
}

function makeSeat(parent, id) {
  const combined = id.startsWith("broker-");
  const node = combined ? svg("g", { class: "seat" }, parent) : makeTarget(parent, "seat", `voter:${id}`);
  node.combined = combined;
  node.ring = svg("circle", {}, node);
  node.text = svg("text", { "text-anchor": "middle" }, node);
  node.hint = svg("title", {}, node);
  return node;
}

function role(view, id) {
  const number = /^broker-(\d+)$/.exec(id)?.[1];
  const state = number ? view.brokers?.[number]?.state : null;
  if (state === "down" || state === "stopped") return "down";
  return view.voters?.[id]?.role ?? "unattached";
}

function drawSeat(node, seat, { view, plan, words, selected }) {
  const m = plan.metrics;
  const part = role(view, seat.id);
  set(node, { class: `seat${node.combined ? "" : " actor target"} role-${part}`, "data-seat": seat.id, "data-role": part });
  set(node.ring, { cx: seat.x, cy: seat.y, r: seat.r });
  set(node.text, { x: seat.x, y: Math.round(seat.y + m.text * 0.36), "font-size": m.text });
  write(node.text, seat.id.replace(/^broker-/, ""));
  const spoken = words.label("aria.controller", { node: seat.id.replace(/^broker-/, ""), role: words.label(`voter.${part}`) });
  write(node.hint, spoken);
  if (!node.combined) name(node, spoken, selected === `voter:${seat.id}`);
}

function stateText(view, quorum, words) {
  const active = view.cluster?.active_controller;
  const up = quorum.seats.filter((seat) => role(view, seat.id) !== "down").length;
  const lead = active ? words.label("cluster.active", { node: active.replace(/^broker-/, "") }) : words.label("cluster.no_active");
  const held = view.cluster?.quorum === "lost" ? words.label("cluster.quorum_lost") : words.label("cluster.voters_up", { up, n: quorum.seats.length });
  return `${lead}, ${held}`;
}
