// Everything that moves: tokens placed from send time, arrival time and now. Nothing else in the
// page moves a token, and a token stands for exactly one message in flight (a train for many). Up
// to some hundred are SVG, more are painted on a canvas; what is drawn is the same.

import { pointAt, polyline } from "../lib/polyline.js";
import { flightText } from "./flights.js";
import { makeSvgPainter } from "./painters/svg.js";
import { trainOf, trainsOf } from "./trains.js";

const TRAIN_OVER = 12;
const TRAIN_OVER_CROWD = 2;
const READABLE_MS = 420;
/** A token seen this much late in real time left between two frames: it may still start at its source. */
const LATE_MS = 180;
/** So many drawn tokens are too many for SVG; so few are not any more. */
const CANVAS = { from: 300, until: 200 };

/** `spotlight` chooses what stands out; `trainOver` is for measuring without trains. */
export function makeTokens({ layers, host, spotlight, trainOver = null }) {
  const flights = new Map();
  const messages = new Map();
  const drawn = makeSvgPainter(layers);
  let painted = null;
  let loading = null;
  let painter = drawn;

  /** Brings the tokens in line with the messages in flight; known flights keep their way unless the plan is new. */
  function sync({ view, plan, words, now_us, rate, fresh, flightsOf }) {
    if (fresh) clear();
    const rows = view.messages ?? {};
    for (const [msg, keys] of messages) if (!(msg in rows)) forget(msg, keys);
    for (const msg in rows) {
      if (rows[msg][5] <= now_us || messages.has(msg)) continue;
      const found = flightsOf(msg, rows[msg], plan, view);
      messages.set(msg, found.map((flight) => flight.key));
      for (const flight of found) flights.set(flight.key, started(flight, now_us, rate));
    }
    const named = spotlight.choose(flights, plan);
    for (const flight of flights.values()) flight.text = named.has(flight.key) ? flightText(flight, words) : "";
  }

  function started(flight, now_us, rate) {
    const hop_us = flight.arrives_at_us - flight.sent_at_us;
    const slow = rate <= 0 || hop_us / rate >= READABLE_MS;
    const late = now_us > flight.sent_at_us && now_us - flight.sent_at_us < Math.min(rate * LATE_MS, 0.6 * hop_us);
    return { ...flight, train: trainOf(flight), line: polyline(flight.points), start_us: late ? now_us : flight.sent_at_us, slow, stands: false, text: "", at: flight.points[0] };
  }

  function forget(msg, keys) {
    for (const key of keys) drop(key);
    messages.delete(msg);
  }

  function drop(key) {
    flights.delete(key);
    painter.drop(key);
  }

  /** Puts every token where it is at `now_us`; true while something is still on its way. */
  function placeAll(now_us, plan) {
    const streets = new Map();
    for (const [key, flight] of flights) {
      if (now_us >= flight.arrives_at_us) {
        spotlight.arrived(flight, plan);
        drop(key);
        continue;
      }
      flight.at = pointAt(flight.line, progress(flight, now_us));
      const list = streets.get(flight.street);
      if (list) list.push(flight);
      else streets.set(flight.street, [flight]);
    }
    paint(streets, plan);
    return flights.size > 0;
  }

  function paint(streets, plan) {
    const over = trainOver ?? (plan.crowd ? TRAIN_OVER_CROWD : TRAIN_OVER);
    const alone = [];
    const trains = [];
    for (const [street, list] of streets) {
      const sorted = trainsOf(list, over);
      alone.push(...sorted.alone);
      for (const train of sorted.trains) trains.push({ ...train, street, ...onStreet(train.lead.at, plan.streets[street]) });
    }
    choosePainter(alone.length + trains.length);
    painter.paint(alone, trains, plan);
  }

  /** A train stays on its street: only its messages go up to the doors. */
  function onStreet([x, y], street) {
    return { x, y: Math.max(street.y + street.h * 0.2, Math.min(street.y + street.h * 0.8, y)) };
  }

  function choosePainter(count) {
    const wanted = count > CANVAS.from ? (painted ?? load()) : count < CANVAS.until ? drawn : painter;
    if (wanted === painter) return;
    painter.clear();
    painter = wanted;
  }

  /** The canvas comes when it is first wanted; SVG goes on until then. */
  function load() {
    loading ??= import("./painters/canvas.js").then(({ makeCanvasPainter }) => (painted = makeCanvasPainter(host)));
    return drawn;
  }

  /** A message that stops on its way leaves a cross where it stopped, for a moment. */
  function lost(msg, plan) {
    for (const key of messages.get(String(msg)) ?? []) {
      const flight = flights.get(key);
      if (flight) drawn.lost(flight.at, plan);
    }
  }

  function clear() {
    flights.clear();
    messages.clear();
    drawn.clear();
    painted?.clear();
  }

  return { sync, placeAll, lost, clear, flights, painter: () => painter.name, count: () => flights.size };
}

/** The share of the way, slowing down toward the end; a token seen late starts where it was seen. */
export function progress(flight, now_us) {
  const share = (now_us - flight.start_us) / Math.max(1, flight.arrives_at_us - flight.start_us);
  const clipped = Math.max(0, Math.min(1, share));
  return 1 - (1 - clipped) ** 1.5;
}
