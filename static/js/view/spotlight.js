// From cause to effect: what a person did or what changed the cluster glows, its messages travel in
// full, and where they arrive glows. At most three movements stand out at once; the rest is quiet.

import { svg } from "../lib/dom.js";
import { isCommanded, isCritical } from "../model/narration.js";
import { boxOfEnd } from "./spots.js";

const MOVEMENTS = 3;
const TEXTS = 3;
/** So many causal steps after a command its messages still count as its effects. */
const STEPS = 12;
const REMEMBERED = 3000;
const GLOWS = 6;
/** A spot glows again only after this: slower than any flash. */
const REST_MS = 800;
const MARGIN = 4;

const WEIGHTS = { error: 4, effect: 3, shared: 1 };
const SHARED = new Set(["produce", "produce_reply", "commit", "join", "sync", "vote", "leave"]);

export function makeSpotlight({ layer, real_ms, still = () => false }) {
  const depth = new Map();
  const sent = new Map();
  const rested = new Map();
  let standing = [];
  let glowing = 0;

  /** Learns from events, in order, what follows from what. */
  function observe(event) {
    const before = typeof event.cause === "number" ? depth.get(event.cause) : undefined;
    const steps = isCommanded(event) || isCritical(event) ? 0 : before === undefined ? STEPS + 1 : before + 1;
    if (steps <= STEPS) depth.set(event.seq, steps);
    if (event.type === "network.sent") sent.set(String(event.msg), { cause: event.cause, effect: steps <= STEPS });
    for (const known of [depth, sent]) if (known.size > REMEMBERED) known.delete(known.keys().next().value);
  }

  /** Marks the flights of the chosen movements and gives the keys of those that may carry a text. */
  function choose(flights, plan) {
    const movements = new Map();
    for (const flight of flights.values()) {
      if (!flight.slow) continue;
      const id = String(sent.get(flight.msg)?.cause ?? `msg ${flight.msg}`);
      const known = movements.get(id);
      if (known) known.flights.push(flight);
      else movements.set(id, { id, flights: [flight] });
    }
    for (const movement of movements.values()) movement.weight = Math.max(...movement.flights.map(weight));
    standing = best(movements, standing);
    const named = new Set();
    const chosen = new Set(standing);
    for (const { id, flights: own } of movements.values()) for (const flight of own) stand(flight, chosen.has(id), named, plan);
    return named;
  }

  function stand(flight, stands, named, plan) {
    if (stands && !flight.stands) glow(`${flight.source} ${flight.street}`, boxOfEnd(plan, flight.source, flight.street), "cause");
    flight.stands = stands;
    if (stands && named.size < TEXTS) named.add(flight.key);
  }

  function weight(flight) {
    if (flight.error) return WEIGHTS.error;
    if (sent.get(flight.msg)?.effect) return WEIGHTS.effect;
    return SHARED.has(flight.kind) ? WEIGHTS.shared : 0;
  }

  /** A flight has arrived: where it did glows, if it stood out. */
  function arrived(flight, plan) {
    if (flight.stands) glow(`${flight.target} ${flight.street}`, boxOfEnd(plan, flight.target, flight.street), "effect");
  }

  /** What changed the cluster or a group shows at its place at once. */
  function happened(events, plan, view, spotsOf) {
    for (const event of events) {
      if (!isCritical(event)) continue;
      for (const [key, box] of Object.entries(spotsOf(event, plan, view))) glow(key, box, "effect");
    }
  }

  function glow(key, box, kind) {
    const now = real_ms();
    if (!box || still() || glowing >= GLOWS || now - (rested.get(key) ?? -Infinity) < REST_MS) return;
    if (rested.size > 200) rested.clear();
    rested.set(key, now);
    glowing += 1;
    const node = svg("rect", { class: `glow ${kind}`, fill: "none", x: box.x - MARGIN, y: box.y - MARGIN, width: box.w + 2 * MARGIN, height: box.h + 2 * MARGIN, rx: 14 }, layer);
    node.addEventListener("animationend", () => {
      glowing -= 1;
      node.remove();
    });
  }

  function clear() {
    standing = [];
    glowing = 0;
    rested.clear();
    layer.replaceChildren();
  }

  return { observe, choose, arrived, happened, clear };
}

/** Those that stood out go on until they arrive, unless something weightier needs their place. */
export function best(movements, before) {
  const kept = before.filter((id) => movements.has(id));
  const others = [...movements.values()].filter(({ id }) => !kept.includes(id)).sort((a, b) => b.weight - a.weight || newest(b) - newest(a));
  for (const other of others) {
    if (kept.length < MOVEMENTS) {
      kept.push(other.id);
      continue;
    }
    const least = kept.reduce((low, id) => (movements.get(id).weight < movements.get(low).weight ? id : low));
    if (movements.get(least).weight >= other.weight) break;
    kept[kept.indexOf(least)] = other.id;
  }
  return kept;
}

function newest(movement) {
  return Math.max(...movement.flights.map((flight) => flight.sent_at_us));
}
