// From a message in flight to what is drawn of it: one token with its way. A message whose ends have
// no place in the picture is not drawn.

import { eventOf } from "../../model/town/readings.js";
import { route } from "./routes.js";
import { lookOf } from "./looks.js";

const AT_PLACE = new Set(["deliver", "acknowledge", "poll", "poll_reply", "commit", "commit_reply"]);

/** Flights of one message row [kind, source, target, purpose, sent_at_us, arrives_at_us, summary]. */
export function flightsOf(msg, row, { plan, view, events, who }) {
  const [kind, source, target, , sent_at_us, arrives_at_us, summary] = row;
  const known = summary ?? {};
  const reply = kind.endsWith("_reply");
  const client = plan.clients[source] ? source : target;
  const place = AT_PLACE.has(kind) ? (placeOf(known) ?? placeAt(view, who, kind, known, client)) : null;
  const points = route(plan, { source, target, place, reply });
  if (points === null) return [];
  const error = known.error || null;
  const carried = eventsIn(known, events);
  const look = lookOf(kind, error, carried.length > 0);
  return [{ key: String(msg), msg, kind, source, target, sent_at_us, arrives_at_us, street: `${source}>${target}`, points, error, look, events: carried, summary: known }];
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
  if (Array.isArray(summary.events)) return summary.events.map((item) => eventOf(events, Array.isArray(item) ? item[item.length - 1] : item));
  if (summary.event === undefined || summary.event === null) return [];
  return [{ ...eventOf(events, summary.event), ...Object.fromEntries(Object.entries(summary).filter(([, value]) => value !== null)) }];
}

/** What stands beside a token that is slow enough to be read. */
export function flightText(flight, words) {
  if (flight.error) return words.error(flight.error).word;
  const { summary } = flight;
  if (flight.kind === "call") return summary.operation ?? words.kind("call");
  if (flight.look === "event") return eventText(flight.events[0]);
  if (flight.kind === "interest" || flight.kind === "subscribe") return typeof summary.filter === "string" ? summary.filter : words.kind(flight.kind);
  return words.kind(flight.kind);
}

function eventText(event) {
  const named = event.name && event.name !== "Event";
  return named ? event.name : (event.topic ?? "");
}
