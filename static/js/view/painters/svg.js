// Tokens as SVG: a node per token and per train, kept while it is on its way.

import { set, show, svg, write } from "../../lib/dom.js";
import { textWidth } from "../../lib/measure.js";
import { roundedPath } from "../../lib/polyline.js";
import { makeToken, makeTrain } from "../looks.js";

export function makeSvgPainter(layers) {
  const nodes = new Map();
  const routes = new Map();
  const trains = new Map();

  function paint(alone, wanted, plan) {
    const seen = new Set();
    const spoken = [];
    for (const flight of alone) {
      seen.add(flight.key);
      token(flight, plan, spoken);
    }
    for (const [key, node] of nodes) if (!seen.has(key)) show(node, false);
    for (const [key, route] of routes) if (!seen.has(key)) dropRoute(key, route);
    drawTrains(wanted, plan);
  }

  function token(flight, plan, spoken) {
    const node = nodes.get(flight.key) ?? remember(flight, plan);
    const [x, y] = flight.at;
    show(node, true);
    node.setAttribute("transform", `translate(${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10})`);
    if (node.stands !== flight.stands) light(node, flight, plan);
    if (flight.text || node.text) besides(node, flight, plan, spoken);
  }

  function remember(flight, plan) {
    const node = (flight.make ?? makeToken)(layers.tokens, { ...flight, text: "" }, plan.metrics);
    nodes.set(flight.key, node);
    return node;
  }

  /** What stands out is drawn in full with its way; the rest is quiet. */
  function light(node, flight, plan) {
    node.stands = flight.stands;
    node.classList.toggle("stands", flight.stands);
    const known = routes.get(flight.key);
    if (flight.stands && flight.slow && !known) routes.set(flight.key, svg("path", { class: `route${flight.copy ? " copy" : ""}`, fill: "none", d: roundedPath(flight.points), "stroke-width": plan.metrics.stroke }, layers.routes));
    if (!flight.stands && known) dropRoute(flight.key, known);
  }

  /** The text rides on the street only, right of its token or left of it near the groups, and over no other text. */
  function besides(node, flight, plan, spoken) {
    const m = plan.metrics;
    const [x, y] = flight.at;
    node.text = node.text ?? svg("text", { class: "token-text", y: Math.round(m.text * 0.36), "font-size": m.text }, node);
    write(node.text, flight.text);
    const street = plan.streets[flight.street];
    const turned = x > plan.gutters.right.x - m.text * 7;
    const gap = Math.round(node.reach + m.text * 0.4);
    const width = textWidth(flight.text, m.text) + m.text * 0.3;
    const from = turned ? x - gap - width : x + gap;
    const box = { from, to: from + width, y };
    const clear = spoken.every((other) => box.to < other.from || other.to < box.from || Math.abs(other.y - y) > m.text);
    const visible = flight.text !== "" && clear && y >= street.y && y <= street.y + street.h;
    show(node.text, visible);
    if (visible) spoken.push(box);
    set(node.text, { x: turned ? -gap : gap, "text-anchor": turned ? "end" : "start" });
  }

  function drawTrains(wanted, plan) {
    const seen = new Set(wanted.map((train) => train.key));
    for (const [key, node] of trains) {
      if (seen.has(key)) continue;
      node.remove();
      trains.delete(key);
    }
    for (const train of wanted) {
      const node = trains.get(train.key) ?? addTrain(train, plan);
      show(node, true);
      write(node.text, `×${train.count}`);
      set(node, { "data-count": train.count });
      node.setAttribute("transform", `translate(${Math.round(train.x * 10) / 10} ${Math.round(train.y * 10) / 10})`);
    }
  }

  function addTrain(train, plan) {
    const node = plan.crowd ? smallTrain(layers.tokens, train, plan.metrics) : makeTrain(layers.tokens, train.street, plan.metrics);
    trains.set(train.key, node);
    return node;
  }

  function lost(at, plan) {
    const node = svg("path", { class: "lost", fill: "none", "stroke-width": plan.metrics.stroke * 1.6, d: "M-8 -8L8 8M8 -8L-8 8", transform: `translate(${at[0]} ${at[1]})` }, layers.tokens);
    node.addEventListener("animationend", () => node.remove());
  }

  function dropRoute(key, route) {
    route.remove();
    routes.delete(key);
    const node = nodes.get(key);
    if (node) node.stands = undefined;
  }

  function drop(key) {
    nodes.get(key)?.remove();
    nodes.delete(key);
    routes.get(key)?.remove();
    routes.delete(key);
  }

  function clear() {
    for (const group of [nodes, routes, trains]) {
      for (const node of group.values()) node.remove();
      group.clear();
    }
  }

  return { name: "svg", paint, drop, clear, lost };
}

/** On a narrow street a train is no higher than its count. */
function smallTrain(parent, train, m) {
  const node = svg("g", { class: "token train small", "data-train": train.street }, parent);
  const w = Math.round(m.text * 2.6);
  const h = Math.round(m.text * 1.06);
  svg("rect", { class: "token-box", x: -w / 2, y: -h / 2, width: w, height: h, rx: 4, "stroke-width": m.stroke * 0.8 }, node);
  node.text = svg("text", { class: "token-count", y: Math.round(m.text * 0.36), "text-anchor": "middle", "font-size": m.text }, node);
  return node;
}
