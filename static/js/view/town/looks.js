// The look of each kind of message in these families: events keep the tile they have everywhere,
// answers are slips, questions chevrons, interest a dashed ring, calls a speaking mark.

import { set, svg, write } from "../../lib/dom.js";
import { MARKS } from "../../lib/shapes.js";
import { tileSize } from "./layout/common.js";
import { eventTile, setEventTile } from "./parts.js";

const EVENTS = new Set(["publish", "deliver", "forward"]);
const SHAPES = {
  poll: "chevron",
  commit: "bookmark",
  attach: "hands",
  detach: "hands",
  subscribe: "ring",
  unsubscribe: "ring",
  interest: "ring",
  link_state: "beat",
  hello: "beat",
  sync: "ring",
  acknowledge: "slip",
  call: "call",
};
const OPEN = new Set(["beat", "hands", "envelope"]);

/** A mark for a call: a speech bubble whose point says who speaks. */
const CALL = (r) => `M${-r} ${-r * 0.8}H${r}V${r * 0.35}H${r * 0.1}L${-r * 0.5} ${r}V${r * 0.35}H${-r}Z`;

/** event, slip, ring, call or the mark of the request. */
export function lookOf(kind, error, hasEvents) {
  if (kind === "poll_reply") return hasEvents && !error ? "event" : "slip";
  if (kind.endsWith("_reply")) return "slip";
  if (EVENTS.has(kind)) return "event";
  return SHAPES[kind] ?? "envelope";
}

export function makeToken(parent, flight, m) {
  const node = svg("g", { class: `token town-token token-${flight.look}${flight.error ? " refused" : ""}`, "data-msg": flight.msg, "data-kind": flight.kind, "data-street": flight.street }, parent);
  node.inner = svg("g", {}, node);
  DRAW[flight.look === "event" ? "event" : flight.look === "slip" ? "slip" : flight.look === "ring" ? "ring" : "sign"](node.inner, flight, m);
  node.reach = flight.look === "event" ? tileSize(m).w / 2 : m.tile * 0.5;
  if (flight.text) {
    node.text = svg("text", { class: "token-text", x: Math.round(node.reach + m.text * 0.4), y: Math.round(m.text * 0.36), "font-size": m.text }, node);
    write(node.text, flight.text);
  }
  return node;
}

const DRAW = { event, slip, ring, sign };

function event(node, flight, m) {
  const size = tileSize(m);
  if (flight.events.length > 1) svg("rect", { class: "token-back", x: -size.w / 2 + 4, y: -size.h / 2 + 4, width: size.w, height: size.h, rx: 6 }, node);
  svg("rect", { class: "token-veil", x: -size.w / 2, y: -size.h / 2, width: size.w, height: size.h, rx: 6 }, node);
  setEventTile(eventTile(node), flight.events[0], 0, 0, size, m, "is-moving");
  if (flight.events.length > 1) write(svg("text", { class: "token-count", x: Math.round(size.w / 2 + 8), y: -size.h / 2, "font-size": m.text }, node), `×${flight.events.length}`);
}

function slip(node, flight, m) {
  const r = m.tile * 0.4;
  svg("path", { class: "token-box", d: MARKS.slip(r), "stroke-width": m.stroke * 1.1 }, node);
  svg("path", { class: "token-mark", d: MARKS[flight.error ? "cross" : "tick"](r * 0.75), fill: "none", "stroke-width": m.stroke * 1.6 }, node);
}

function ring(node, _flight, m) {
  svg("circle", { class: "token-halo", r: m.tile * 0.4 }, node);
  svg("circle", { class: "interest-ring", r: m.tile * 0.34, fill: "none", "stroke-width": m.stroke * 1.6 }, node);
}

function sign(node, flight, m) {
  const r = m.tile * 0.38;
  svg("circle", { class: "token-halo", r: r * 1.4 }, node);
  const draw = flight.look === "call" ? CALL : MARKS[flight.look];
  const open = OPEN.has(flight.look);
  set(svg("path", { d: draw(r), class: open ? "token-sign open" : "token-sign" }, node), { "stroke-width": m.stroke * 1.3, fill: open ? "none" : null });
}
