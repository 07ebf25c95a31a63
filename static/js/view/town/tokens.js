// Everything that moves in these families: tokens placed from send time, arrival time and now. A
// token stands for exactly one message in flight; many on one way merge into a train with a count.

import { keyed, set, show, svg, write } from "../../lib/dom.js";
import { pointAt, polyline, roundedPath } from "../../lib/polyline.js";
import { progress } from "../tokens.js";
import { flightText, flightsOf } from "./flights.js";
import { makeToken } from "./looks.js";

const TRAIN_OVER = 6;
const TEXTS = 3;
const READABLE_MS = 420;
const LATE_MS = 180;
/** Between brokers there is room for words; beside cards there is not. */
const LINKS = { forward: true, interest: true };

export function makeTokens(layers) {
  const flights = new Map();
  const nodes = new Map();
  const routes = new Map();
  const trains = new Map();
  let texts = 0;

  /** Brings the tokens in line with the messages in flight; known flights keep their way unless the plan is new. */
  function sync(ctx) {
    const { view, now_us, fresh } = ctx;
    const wanted = new Map();
    for (const [msg, row] of Object.entries(view.messages ?? {})) {
      if (row[5] <= now_us) continue;
      for (const flight of flightsOf(msg, row, ctx)) wanted.set(flight.key, flight);
    }
    for (const key of [...flights.keys()]) if (!wanted.has(key) || fresh) drop(key);
    for (const [key, flight] of wanted) if (!flights.has(key)) add(key, flight, ctx);
  }

  function add(key, flight, { plan, words, now_us, rate }) {
    const slow = rate <= 0 || (flight.arrives_at_us - flight.sent_at_us) / rate >= READABLE_MS;
    const late = now_us > flight.sent_at_us && now_us - flight.sent_at_us < Math.min(rate * LATE_MS, 0.6 * (flight.arrives_at_us - flight.sent_at_us));
    const named = slow && (flight.error !== null || texts < TEXTS);
    const known = { ...flight, line: polyline(flight.points), start_us: late ? now_us : flight.sent_at_us, slow, text: named ? flightText(flight, words) : "" };
    if (known.text) texts += 1;
    flights.set(key, known);
    nodes.set(key, makeToken(layers.tokens, known, plan.metrics));
    if (slow) routes.set(key, svg("path", { class: `route${flight.look === "ring" ? " copy" : ""}`, fill: "none", d: roundedPath(flight.points), "stroke-width": plan.metrics.stroke }, layers.routes));
  }

  function drop(key) {
    if (flights.get(key)?.text) texts -= 1;
    flights.delete(key);
    for (const known of [nodes, routes]) {
      known.get(key)?.remove();
      known.delete(key);
    }
  }

  /** Puts every token where it is at `now_us`; true while something is still on its way. */
  function placeAll(now_us, plan) {
    const streets = new Map();
    for (const [key, flight] of flights) {
      if (now_us >= flight.arrives_at_us) {
        drop(key);
        continue;
      }
      flight.at = pointAt(flight.line, progress(flight, now_us));
      streets.set(flight.street, [...(streets.get(flight.street) ?? []), key]);
    }
    for (const [street, keys] of streets) drawWay(street, keys, plan);
    for (const [street, train] of trains) if ((streets.get(street)?.length ?? 0) <= TRAIN_OVER) show(train, false);
    return flights.size > 0;
  }

  function drawWay(street, keys, plan) {
    const crowded = keys.length > TRAIN_OVER;
    for (const key of keys) {
      const node = nodes.get(key);
      const [x, y] = flights.get(key).at;
      show(node, !crowded);
      if (node.text) besides(node, x, y, flights.get(key), plan);
      if (!crowded) node.setAttribute("transform", `translate(${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10})`);
    }
    if (!crowded) return;
    if (!trains.has(street)) trains.set(street, makeTrain(layers.tokens, street, plan.metrics));
    const train = trains.get(street);
    const [x, y] = flights.get(keys[Math.floor(keys.length / 2)]).at;
    show(train, true);
    write(train.text, `× ${keys.length}`);
    set(train, { "data-count": keys.length, transform: `translate(${Math.round(x)} ${Math.round(y)})` });
  }

  /** The text stands right of its token, left of it near the right edge; it never lies on a card. */
  function besides(node, x, y, flight, plan) {
    show(node.text, flight.error !== null || (plan.shape === "map" && flight.kind in LINKS) || plan.streets.some((street) => y >= street.y + 8 && y <= street.y + street.h - 8));
    const turned = x > plan.width - plan.metrics.text * 12;
    const gap = Math.round(node.reach + plan.metrics.text * 0.4);
    set(node.text, { x: turned ? -gap : gap, "text-anchor": turned ? "end" : "start" });
  }

  /** A message that stops on its way leaves a cross where it stopped, for a moment. */
  function lost(msg, plan) {
    for (const flight of flights.values()) {
      if (flight.msg !== String(msg) || !flight.at) continue;
      const node = svg("path", { class: "lost", fill: "none", "stroke-width": plan.metrics.stroke * 1.6, d: "M-8 -8L8 8M8 -8L-8 8", transform: `translate(${flight.at[0]} ${flight.at[1]})` }, layers.tokens);
      node.addEventListener("animationend", () => node.remove());
    }
  }

  function clear() {
    for (const key of [...flights.keys()]) drop(key);
    for (const train of trains.values()) train.remove();
    trains.clear();
    keyed(layers.routes, routes, [], () => null);
  }

  return { sync, placeAll, lost, clear, flights, count: () => flights.size };
}

function makeTrain(parent, street, m) {
  const node = svg("g", { class: "token train", "data-train": street, display: "none" }, parent);
  const [w, h] = [m.tile * 2.2, m.tile];
  for (const shift of [8, 4, 0]) svg("rect", { class: "token-box", x: -w / 2 - shift, y: -h / 2, width: w, height: h, rx: 6, "stroke-width": m.stroke }, node);
  node.text = svg("text", { class: "token-count", y: Math.round(m.text * 0.36), "text-anchor": "middle", "font-size": m.text }, node);
  return node;
}
