// The look of each kind of message: another shape per purpose, so that colour is never needed.

import { set, svg, write } from "../lib/dom.js";
import { MARKS } from "../lib/shapes.js";
import { glyph, setGlyph } from "./parts.js";

/** Kind of a request -> its mark; what is not named is metadata, an envelope. */
const SHAPES = {
  fetch: "chevron",
  share_fetch: "chevron",
  commit: "bookmark",
  txn_offset_commit: "bookmark",
  offset_fetch: "bookmark",
  heartbeat: "beat",
  consumer_heartbeat: "beat",
  share_heartbeat: "beat",
  broker_heartbeat: "beat",
  zk_ping: "beat",
  vote: "ballot",
  zk_vote: "ballot",
  begin_quorum: "ballot",
  end_quorum: "ballot",
  quorum_fetch: "ballot",
  join: "hands",
  sync: "hands",
  leave: "hands",
  share_acknowledge: "receipt",
  add_partitions: "seal",
  init_producer: "seal",
  end_txn: "seal",
  write_markers: "seal",
};
const OPEN = new Set(["beat", "hands", "envelope", "ballot", "seal", "receipt"]);

/** tile, slip, or the mark of the request; a reply without data is a slip with a tick or a cross. */
export function lookOf(kind, part, error) {
  if (error) return "slip";
  if (part && part.length > 0 && (kind === "produce" || kind === "fetch_reply")) return "tile";
  if (kind.endsWith("_reply")) return "slip";
  return SHAPES[kind] ?? "envelope";
}

export function makeToken(parent, flight, m) {
  const node = svg("g", { class: `token token-${flight.look}${flight.error ? " refused" : ""}`, "data-msg": flight.msg, "data-kind": flight.kind, "data-street": flight.street }, parent);
  node.inner = svg("g", {}, node);
  (flight.look === "tile" ? tile : flight.look === "slip" ? slip : sign)(node.inner, flight, m);
  node.reach = flight.look === "tile" ? m.tile * (flight.records.length > 1 ? 1.25 : 0.68) : m.tile * 0.5;
  if (flight.text) {
    node.text = svg("text", { class: "token-text", x: Math.round(node.reach + m.text * 0.4), y: Math.round(m.text * 0.36), "font-size": m.text }, node);
    write(node.text, flight.text);
  }
  return node;
}

function tile(node, flight, m) {
  const many = flight.records.length;
  const w = m.tile * (many > 1 ? 2.4 : 1.3);
  const h = m.tile;
  if (many > 1) svg("rect", { class: "token-back", x: -w / 2 + 3, y: -h / 2 + 3, width: w, height: h, rx: 6 }, node);
  svg("rect", { class: "token-box", x: -w / 2, y: -h / 2, width: w, height: h, rx: 6, "stroke-width": m.stroke * 1.1 }, node);
  const mark = glyph(node);
  setGlyph(mark, flight.records[0][1], many > 1 ? -w * 0.19 : 0, 0, m.glyph, m.text);
  if (many > 1) {
    const text = svg("text", { class: "token-count", x: Math.round(w * 0.29), y: m.text * 0.36, "text-anchor": "middle", "font-size": m.text }, node);
    write(text, `×${many}`);
  }
}

function slip(node, flight, m) {
  const r = m.tile * 0.42;
  svg("path", { class: "token-box", d: MARKS.slip(r), "stroke-width": m.stroke * 1.1 }, node);
  svg("path", { class: "token-mark", d: MARKS[flight.error ? "cross" : "tick"](r * 0.75), fill: "none", "stroke-width": m.stroke * 1.6 }, node);
}

function sign(node, flight, m) {
  const r = m.tile * 0.38;
  const open = OPEN.has(flight.look);
  svg("circle", { class: "token-halo", r: r * 1.35 }, node);
  set(svg("path", { d: MARKS[flight.look](r), class: open ? "token-sign open" : "token-sign" }, node), { "stroke-width": m.stroke * 1.3, fill: open ? "none" : null });
}

/** A request that stopped on its way while its sender waits for the outcome: its mark stands there with a "?". */
export function makeDoubt(parent, street, m) {
  const node = svg("g", { class: "token doubt-token", "data-street": street }, parent);
  const r = m.tile * 0.5;
  svg("circle", { class: "doubt-box", r, "stroke-width": m.stroke * 1.3 }, node);
  write(svg("text", { class: "doubt-sign", y: Math.round(m.name * 0.36), "text-anchor": "middle", "font-size": m.name }, node), "?");
  node.text = svg("text", { class: "token-text", x: Math.round(r + m.text * 0.4), y: Math.round(m.text * 0.36), "font-size": m.text }, node);
  return node;
}

export function makeTrain(parent, street, m) {
  const node = svg("g", { class: "token train", "data-train": street, display: "none" }, parent);
  const w = m.tile * 2.6;
  const h = m.tile * 1.05;
  for (const shift of [8, 4, 0]) svg("rect", { class: "token-box", x: -w / 2 - shift, y: -h / 2, width: w, height: h, rx: 6, "stroke-width": m.stroke }, node);
  node.text = svg("text", { class: "token-count", y: Math.round(m.text * 0.36), "text-anchor": "middle", "font-size": m.text }, node);
  return node;
}
