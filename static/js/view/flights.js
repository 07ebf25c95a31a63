// From a message in flight to what is drawn of it: one token per partition that carries records or
// answers, one on the control street for a request without; each with its way.

import { partition, windowStart } from "../model/readings.js";
import { RECORDS, REPLIES, REQUESTS, brokerId, memberPlace, route, rowOf, slotX, trackOf } from "./layout/routes.js";
import { lookOf } from "./looks.js";

/**
 * Flights of one message row [kind, source, target, purpose, sent_at_us, arrives_at_us, summary].
 * Kafka's own topics have no street: what concerns only them takes the control street. A message
 * of which no partition is in focus is not drawn.
 */
export function flightsOf(msg, row, plan, view) {
  const [kind, source, target, , sent_at_us, arrives_at_us, summary] = row;
  const common = { msg, kind, source, target, sent_at_us, arrives_at_us, error: summary?.error ?? null };
  const places = placesOf(kind, summary ?? {}).filter((place) => !view.topic_configs?.[place.topic]?.internal);
  const drawn = places.map((place) => ({ ...place, row: rowOf(plan, place.topic, place.partition) })).filter((place) => place.row);
  if (places.length > 0 && drawn.length === 0) return [];
  const flights = drawn.length > 0 ? drawn.map((place, i) => onStreet(common, place, i, plan, view)) : [onControl(common, plan)];
  return flights.filter((flight) => flight.points !== null);
}

/** Partitions a message names with something to draw there. */
function placesOf(kind, summary) {
  const parts = (summary.parts ?? []).filter(([, , records]) => records.length > 0 || kind === "produce_reply");
  if (parts.length > 0) return parts.map(([topic, number, records]) => ({ topic, partition: number, records }));
  const at = summary.at ?? [];
  if (kind === "fetch" && at.length === 1) return [{ topic: at[0][0], partition: at[0][1], records: [], offset: at[0][2] }];
  return [];
}

function onStreet(common, place, i, plan, view) {
  const { kind, source, target } = common;
  const { row, records } = place;
  const toMember = memberPlace(plan, target) !== null;
  const part = partition(view, row.topic, row.partition);
  const track = trackOf(kind, toMember);
  const offsets = records.map((record) => record[2]).filter((offset) => offset !== null && offset !== undefined);
  const slot = (process, end) => {
    const log = row.logs[brokerId(process)];
    if (!log) return null;
    const own = part?.replicas?.[brokerId(process)];
    const edge = own?.log_end_offset ?? 0;
    const offset = offsets.length > 0 ? (end === "to" ? offsets[0] : offsets[offsets.length - 1]) : (place.offset ?? edge);
    return slotX(log, windowStart(part, log.slots), offset);
  };
  const error = common.error ?? place.error ?? null;
  return {
    ...common,
    key: `${common.msg}:${i}`,
    street: row.id,
    track,
    records: records.map((record) => [record[0], record[1]]),
    offsets,
    error,
    look: lookOf(kind, records, error),
    copy: kind === "fetch_reply" && !toMember,
    points: route(plan, { source, target, row, track, fromX: slot(source, "from"), toX: slot(target, "to") }),
  };
}

function onControl(common, plan) {
  const { kind, source, target, error } = common;
  const quorum = kind.includes("vote") || kind.includes("quorum");
  const track = quorum ? RECORDS : kind.endsWith("_reply") ? REPLIES : REQUESTS;
  return { ...common, key: `${common.msg}:0`, street: "control", track, records: [], offsets: [], look: lookOf(kind, null, error), copy: false, points: route(plan, { source, target, track }) };
}

/** What stands beside a token that is slow enough to be read. */
export function flightText(flight, words) {
  if (flight.say) return flight.say(words);
  if (flight.error) return words.error(flight.error).word;
  const what = flight.copy ? words.label("legend.copy") : words.kind(flight.kind);
  if (flight.offsets.length > 0 && flight.kind !== "produce") return `${what} ${flight.offsets.length > 1 ? `${flight.offsets[0]}–${flight.offsets[flight.offsets.length - 1]}` : flight.offsets[0]}`;
  const key = flight.records[0]?.[1];
  return key && flight.records.length === 1 ? `${what} ${key}` : what;
}

/** Where a message in doubt stopped: the way that it would have gone; null where it is not drawn. */
export function doubtOf(doubt, plan, view) {
  const [flight] = flightsOf(doubt.msg, [doubt.kind, doubt.source, doubt.target, "", 0, 1, doubt.summary], plan, view);
  return flight ? { ...doubt, street: flight.street, points: flight.points, key: flight.records[0]?.[1] ?? null } : null;
}
