// The eye should learn: the controllers vote. One is active, a majority must be up, and a combined
// node's seat falls with its broker. In ZooKeeper's days an ensemble votes and a broker is controller.

import { keyed, set, show, svg, write } from "../../lib/dom.js";
import { MARKS } from "../../lib/shapes.js";
import { stateLook } from "../states.js";
import { fitted, label, makeTarget, name, place, textWidth } from "../parts.js";

export const kind = "quorum";
const LEADS = new Set(["leader", "zk_leader"]);
const BACKS = new Set(["leader", "follower", "zk_leader", "zk_follower"]);

export function create(item, { layers }) {
  const node = svg("g", { class: "actor quorum" }, layers.actors);
  node.title = label(node, "soft");
  node.state = label(node, "soft quorum-state");
  node.majority = svg("path", { class: "majority", fill: "none" }, node);
  node.seatNodes = new Map();
  return node;
}

export function update(node, item, ctx) {
  const { plan, words, view } = ctx;
  const m = plan.metrics;
  const { quorum } = plan;
  show(node, quorum.h > 0);
  if (quorum.h === 0) return;
  const middle = Math.round(quorum.y + quorum.h / 2 + m.text * 0.36);
  const titles = (isEnsemble(view) ? ["cluster.ensemble", "cluster.ensemble_short"] : ["cluster.quorum"]).map((key) => words.label(key));
  const first = quorum.seats[0];
  const room = first ? first.x - first.r - 4 - quorum.labelX : Infinity;
  place(node.title, quorum.labelX, middle, m.text, titles.find((title) => textWidth(title, m.text) <= room) ?? fitted(titles[0], room, m.text));
  const seats = new Map(quorum.seats.map((seat) => [seat.id, seat]));
  keyed(node, node.seatNodes, [...seats.keys()], (id) => makeSeat(node, id));
  for (const [id, seat] of node.seatNodes) drawSeat(seat, seats.get(id), ctx);
  drawMajority(node, quorum, m);
  place(node.state, quorum.textX, middle, m.text, fitted(stateText(view, quorum, words), quorum.textW, m.text));
}

function isEnsemble(view) {
  return view.cluster?.control_plane === "zookeeper";
}

function makeSeat(parent, id) {
  const combined = id.startsWith("broker-");
  const node = combined ? svg("g", { class: "seat" }, parent) : makeTarget(parent, "seat", `voter:${id}`);
  node.combined = combined;
  node.ring = svg("circle", {}, node);
  node.text = svg("text", { "text-anchor": "middle" }, node);
  node.sign = svg("path", { class: "seat-sign" }, node);
  node.hint = svg("title", {}, node);
  return node;
}

function role(view, id) {
  const number = /^broker-(\d+)$/.exec(id)?.[1];
  const state = number ? view.brokers?.[number]?.state : null;
  if (state === "down" || state === "stopped") return "down";
  return view.voters?.[id]?.role ?? "unattached";
}

/** A seat is filled when its node backs the one that leads; the leader wears a hat, of an ensemble a crown; who stands raises a hand. */
function drawSeat(node, seat, { view, plan, words, selected }) {
  const m = plan.metrics;
  const part = role(view, seat.id);
  const backs = BACKS.has(part) && (LEADS.has(part) || Boolean(view.voters?.[seat.id]?.leader));
  set(node, { class: `seat${node.combined ? "" : " actor target"} role-${part}${backs ? " backs" : ""}`, "data-seat": seat.id, "data-role": part });
  set(node.ring, { cx: seat.x, cy: seat.y, r: seat.r });
  set(node.text, { x: seat.x, y: Math.round(seat.y + m.text * 0.36), "font-size": m.text });
  write(node.text, seat.id.replace(/^broker-/, ""));
  const { shape } = stateLook("seat", part);
  show(node.sign, shape !== "seat");
  if (shape !== "seat") set(node.sign, { d: MARKS[shape](m.text * 0.4), transform: `translate(${seat.x} ${Math.round(seat.y - seat.r - m.text * 0.12)})` });
  const spoken = words.label("aria.controller", { node: seat.id.replace(/^broker-/, ""), role: words.label(stateLook("seat", part).word) });
  write(node.hint, spoken);
  if (!node.combined) name(node, spoken, selected === `voter:${seat.id}`);
}

/** A line under as many seats as make a majority: only what reaches its end can decide. */
function drawMajority(node, quorum, m) {
  const need = Math.floor(quorum.seats.length / 2) + 1;
  const [first, last] = [quorum.seats[0], quorum.seats[need - 1]];
  show(node.majority, Boolean(first && last));
  if (!first || !last) return;
  const y = Math.round(first.y + first.r + m.text * 0.2);
  set(node.majority, { d: `M${first.x - first.r} ${y}H${last.x + last.r + 4}M${last.x + last.r + 4} ${y - 5}V${y + 4}`, "stroke-width": m.stroke * 1.6, "data-majority": need });
}

function stateText(view, quorum, words) {
  const need = words.label("cluster.majority", { n: Math.floor(quorum.seats.length / 2) + 1 });
  const active = view.cluster?.active_controller;
  const up = quorum.seats.filter((seat) => role(view, seat.id) !== "down").length;
  const node = active?.replace(/^broker-/, "");
  const lead = active ? words.label(isEnsemble(view) ? "cluster.zk_active" : "cluster.active", { node }) : words.label("cluster.no_active");
  const held = view.cluster?.quorum === "lost" ? words.label("cluster.quorum_lost") : words.label("cluster.voters_up", { up, n: quorum.seats.length });
  return `${lead}, ${held}, ${need}`;
}
