// Everything that moves: tokens placed from send time, arrival time and now. Nothing else in the
// page moves a token, and a token stands for exactly one message in flight (a train for many).

import { keyed, set, show, svg, write } from "../lib/dom.js";
import { pointAt, polyline, roundedPath } from "../lib/polyline.js";
import { flightText, flightsOf } from "./flights.js";
import { makeToken, makeTrain } from "./looks.js";

const TRAIN_OVER = 12;
const TEXTS = 3;
const READABLE_MS = 420;
/** A token seen this much late in real time left between two frames: it may still start at its source. */
const LATE_MS = 180;

export function makeTokens(layers) {
  const flights = new Map();
  const nodes = new Map();
  const routes = new Map();
  const trains = new Map();
  let texts = 0;

  /** Brings the tokens in line with the messages in flight; known flights keep their way unless the plan is new. */
  function sync({ view, plan, words, now_us, rate, fresh }) {
    const wanted = new Map();
    for (const [msg, row] of Object.entries(view.messages ?? {})) {
      if (row[5] <= now_us) continue;
      for (const flight of flightsOf(msg, row, plan, view)) wanted.set(flight.key, flight);
    }
    for (const key of flights.keys()) if (!wanted.has(key) || fresh) drop(key);
    for (const [key, flight] of wanted) if (!flights.has(key)) add(key, flight, { plan, words, now_us, rate });
  }

  function add(key, flight, { plan, words, now_us, rate }) {
    const slow = rate <= 0 || (flight.arrives_at_us - flight.sent_at_us) / rate >= READABLE_MS;
    const late = now_us > flight.sent_at_us && now_us - flight.sent_at_us < Math.min(rate * LATE_MS, 0.6 * (flight.arrives_at_us - flight.sent_at_us));
    const named = slow && (flight.error !== null || texts < TEXTS);
    const known = { ...flight, line: polyline(flight.points), start_us: late ? now_us : flight.sent_at_us, slow, text: named ? flightText(flight, words) : "" };
    if (known.text) texts += 1;
    flights.set(key, known);
    nodes.set(key, makeToken(layers.tokens, known, plan.metrics));
    if (slow) routes.set(key, svg("path", { class: `route${flight.copy ? " copy" : ""}`, fill: "none", d: roundedPath(flight.points), "stroke-width": plan.metrics.stroke }, layers.routes));
  }

  function drop(key) {
    if (flights.get(key)?.text) texts -= 1;
    flights.delete(key);
    nodes.get(key)?.remove();
    nodes.delete(key);
    routes.get(key)?.remove();
    routes.delete(key);
  }

  /** Puts every token where it is at `now_us`; true while something is still on its way. */
  function placeAll(now_us, plan) {
    const streets = new Map();
    for (const [key, flight] of flights) {
      if (now_us >= flight.arrives_at_us) {
        drop(key);
        continue;
      }
      const [x, y] = pointAt(flight.line, progress(flight, now_us));
      flight.at = [x, y];
      const list = streets.get(flight.street) ?? [];
      list.push(key);
      streets.set(flight.street, list);
    }
    for (const [street, keys] of streets) drawStreet(street, keys, plan);
    for (const [street, train] of trains) if ((streets.get(street)?.length ?? 0) <= TRAIN_OVER) show(train, false);
    return flights.size > 0;
  }

  function drawStreet(street, keys, plan) {
    const crowded = keys.length > TRAIN_OVER;
    for (const key of keys) {
      const node = nodes.get(key);
      show(node, !crowded);
      const [x, y] = flights.get(key).at;
      if (node.text) besides(node, x, onTrack(y, street, plan), plan);
      if (!crowded) node.setAttribute("transform", `translate(${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10})`);
    }
    if (!crowded) return;
    if (!trains.has(street)) trains.set(street, makeTrain(layers.tokens, street, plan.metrics));
    const train = trains.get(street);
    const middle = flights.get(keys[Math.floor(keys.length / 2)]).at;
    show(train, true);
    write(train.text, `× ${keys.length}`);
    set(train, { "data-count": keys.length });
    const box = plan.rows.find((row) => row.id === street)?.street ?? plan.control;
    train.setAttribute("transform", `translate(${Math.round(middle[0])} ${box.tracks[1]})`);
  }

  /** The text stands right of its token, left of it near the groups. */
  function besides(node, x, visible, plan) {
    show(node.text, visible);
    const turned = x > plan.gutters.right.x - plan.metrics.text * 7;
    const gap = Math.round(node.reach + plan.metrics.text * 0.4);
    set(node.text, { x: turned ? -gap : gap, "text-anchor": turned ? "end" : "start" });
  }

  /** A text rides along on the street only, never over a log's slots. */
  function onTrack(y, street, plan) {
    const box = plan.rows.find((row) => row.id === street)?.street ?? plan.control;
    return y >= box.y && y <= box.y + box.h;
  }

  /** A message that stops on its way leaves a cross where it stopped, for a moment. */
  function lost(msg, plan) {
    for (const [key, flight] of flights) {
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

/** The share of the way, slowing down toward the end; a token seen late starts where it was seen. */
export function progress(flight, now_us) {
  const share = (now_us - flight.start_us) / Math.max(1, flight.arrives_at_us - flight.start_us);
  const clipped = Math.max(0, Math.min(1, share));
  return 1 - (1 - clipped) ** 1.5;
}
