// Reduced motion: the same information without flight. Each message is an arrow from its source to
// its target with a number in the order of departure; the last few stay until newer ones come.

import { keyed, set, svg, write } from "../lib/dom.js";
import { textWidth } from "../lib/measure.js";
import { roundedPath } from "../lib/polyline.js";
import { flightText } from "./flights.js";

const KEPT = 6;

export function makeStill(layers) {
  const arrows = new Map();
  const nodes = new Map();
  let number = 0;

  function sync({ view, plan, words, now_us, fresh, flightsOf }) {
    if (fresh) clear();
    for (const [msg, row] of Object.entries(view.messages ?? {})) {
      for (const flight of flightsOf(msg, row, plan, view)) {
        if (arrows.has(flight.key)) continue;
        number += 1;
        const kept = [...arrows.values()].slice(1 - KEPT);
        arrows.set(flight.key, settle({ ...flight, number, text: flightText(flight, words) }, kept, plan.metrics));
      }
    }
    for (const key of [...arrows.keys()].slice(0, -KEPT)) arrows.delete(key);
    keyed(layers.tokens, nodes, [...arrows.keys()], (key) => makeArrow(layers.tokens, arrows.get(key), plan.metrics));
    for (const [key, node] of nodes) set(node, { class: `token arrow${arrows.get(key).arrives_at_us <= now_us ? " arrived" : ""}` });
  }

  function clear() {
    arrows.clear();
    keyed(layers.tokens, nodes, [], () => null);
  }

  return { sync, clear, placeAll: () => false, lost: () => {}, count: () => arrows.size, flights: arrows };
}

function makeArrow(parent, flight, m) {
  const node = svg("g", { class: "token arrow", "data-msg": flight.msg, "data-kind": flight.kind, "data-street": flight.street }, parent);
  svg("path", { class: "arrow-line", d: roundedPath(flight.points), fill: "none", "stroke-width": m.stroke * 1.4 }, node);
  const [end, before] = [flight.points[flight.points.length - 1], flight.points[flight.points.length - 2]];
  const angle = Math.round((Math.atan2(end[1] - before[1], end[0] - before[0]) * 180) / Math.PI);
  svg("path", { class: "arrow-head", d: "M0 0L-11 -6V6Z", transform: `translate(${end[0]} ${end[1]}) rotate(${angle})` }, node);
  const [x, y] = flight.spot;
  svg("circle", { class: "arrow-number", cx: x, cy: y, r: m.text * 0.8 }, node);
  write(svg("text", { class: "arrow-text", x, y: Math.round(y + m.text * 0.36), "font-size": m.text, "text-anchor": "middle" }, node), String(flight.number % 100));
  if (flight.textY !== null) write(svg("text", { class: "token-text", x: x + m.text, y: y + m.text * flight.textY, "font-size": m.text }, node), flight.text);
  write(svg("title", {}, node), `${flight.number}: ${flight.text}`);
  return node;
}

/** Where an arrow's number stands, and its words: above the line, below it, or nowhere if both are taken. */
function settle(flight, others, m) {
  const spot = middle(flight.points, 0.3 + 0.12 * (flight.number % 4));
  const from = spot[0] - m.text;
  const to = spot[0] + m.text * 1.4 + textWidth(flight.text, m.text, true);
  const free = (side) => others.every((other) => other.textY !== side || Math.abs(other.spot[1] - spot[1]) > m.text * 1.6 || other.to < from || other.from > to);
  const textY = [-0.5, 1.3].find(free) ?? null;
  return { ...flight, spot, from, to, textY };
}

/** A place on the longest level piece, or the longest of all where none is level: there is room for a number. */
function middle(points, share) {
  const pieces = points.slice(1).map((to, i) => ({ from: points[i], to, level: points[i][1] === to[1], length: Math.hypot(to[0] - points[i][0], to[1] - points[i][1]) }));
  const level = pieces.filter((piece) => piece.level);
  const { from, to } = (level.length > 0 ? level : pieces).reduce((best, piece) => (piece.length >= best.length ? piece : best));
  return [Math.round(from[0] + (to[0] - from[0]) * share), Math.round(from[1] + (to[1] - from[1]) * share)];
}
