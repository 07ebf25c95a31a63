// From a message in flight to what is drawn of it: one token with its way. A message whose ends have
// no place in the picture is not drawn.

import { eventOf, eventsOf } from "../../model/town/readings.js";
import { route } from "./routes.js";
import { lookOf, makeToken } from "./looks.js";

const AT_PLACE = new Set(["deliver", "acknowledge", "poll", "poll_reply", "commit", "commit_reply"]);

/** Flights of one message row [kind, source, target, purpose, sent_at_us, arrives_at_us, summary]. */
export function flightsOf(msg, row, plan, view, who) {
  const [kind, source, target, , sent_at_us, arrives_at_us, summary] = row;
  const known = summary ?? {};
  const reply = kind.endsWith("_reply");
  const client = plan.clients[source] ? source : target;
  const place = AT_PLACE.has(kind) ? (placeOf(known) ?? placeAt(view, who, kind, known, client)) : null;
  const points = route(plan, { source, target, place, reply });
  if (points === null) return [];
  const error = known.error || (known.outcome && known.outcome !== "ok" ? known.outcome : null);
  const carried = eventsIn(known, eventsOf(view));
  const look = lookOf(kind, error, carried.length > 0);
  const track = `${source}>${target}`;
  const street = streetOf(plan, track, source, target, points);
  const flight = { key: String(msg), msg, kind, source, target, sent_at_us, arrives_at_us, street, track, points, error, look, copy: look === "ring", records: [], offsets: [], events: carried, summary: known, make: makeToken };
  return [{ ...flight, say: (words) => flightText(flight, plan, words) }];
}

/** Trains and texts stay within a street: the band for calls or events, else the box of the way itself. */
function streetOf(plan, track, source, target, points) {
  const both = plan.clients[source] && plan.clients[target];
  const line = (plan.clients[source] ?? plan.clients[target])?.line;
  const band = `${both ? "calls" : "events"}${line === 1 ? "-below" : ""}`;
  if (plan.streets[band]) return band;
  if (!plan.streets[track]) {
    const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
    plan.streets[track] = { x: Math.min(...xs), y: Math.min(...ys), w: Math.max(...xs) - Math.min(...xs), h: Math.max(...ys) - Math.min(...ys) };
  }
  return track;
}

function placeOf(summary) {
  return summary.queue ?? summary.log ?? summary.place ?? null;
}

/** Which queue or log a message between a program and its broker concerns. */
function placeAt(view, who, kind, summary, client) {
  if (kind === "deliver" || kind === "acknowledge") {
    const queue = Object.keys(view.queues ?? {}).find((id) => view.queues[id].out?.[summary.event] === client);
    return queue ?? null;
  }
  return who.logs.find((log) => (log.readers ?? []).includes(client))?.id ?? null;
}

/** The events that a message carries: one in its summary, or those that a log answers with. */
function eventsIn(summary, events) {
  if (Array.isArray(summary.events)) return summary.events.map((item) => eventOf(events, Array.isArray(item) ? item[0] : item));
  if (summary.event === undefined || summary.event === null) return [];
  return [{ ...eventOf(events, summary.event), ...Object.fromEntries(Object.entries(summary).filter(([, value]) => value !== null)) }];
}

/** What stands beside a token that stands out; where cards are near, only why it comes back refused. */
function flightText(flight, plan, words) {
  if (flight.error) return words.error(flight.error).word;
  const { summary, kind } = flight;
  if (plan.shape !== "rows" && !(plan.hubs[flight.source] && plan.hubs[flight.target])) return "";
  if (kind === "call") return summary.name ?? words.kind("call");
  if (flight.look === "event") return eventText(flight.events[0]);
  if (kind === "interest" || kind === "subscribe") return typeof summary.filter === "string" ? summary.filter : words.kind(kind);
  return words.kind(kind);
}

function eventText(event) {
  return event.name && event.name !== "Event" ? event.name : (event.topic ?? "");
}
