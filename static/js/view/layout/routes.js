// The way of a message: source port, track, along the street, target port. It changes streets only
// in the gutters beside clients and groups, and so meets no log's slots and no broker but its own two.

export const REQUESTS = 0;
export const RECORDS = 1;
export const REPLIES = 2;

const RECORD_KINDS = new Set(["produce", "fetch_reply"]);

/** Which street and track a message (or its part) takes: partition rows for what names one, else the control street. */
export function trackOf(kind, toMember) {
  if (kind.endsWith("_reply") && (toMember || kind !== "fetch_reply")) return REPLIES;
  return RECORD_KINDS.has(kind) ? RECORDS : REQUESTS;
}

/** The x of an offset's slot centre in a log whose window begins at `start`, kept inside the strip. */
export function slotX(log, start, offset) {
  const place = Math.max(0, Math.min(log.slots - 1, offset - start));
  return Math.round(log.strip.x + place * log.cell + log.cell / 2);
}

export function rowOf(plan, topic, partition) {
  return plan.rows.find((row) => row.topic === topic && row.partition === partition) ?? null;
}

/** An end of a path: where it leaves its actor and, beside the gutters, the lane in which it may change streets. */
function anchor(plan, process, row, x, leaving) {
  const broker = brokerId(process);
  if (broker !== null && plan.brokers[broker]) {
    if (row) return { up: [x ?? plan.rows[0].logs[broker].strip.x, row.logs[broker].strip.y + row.logs[broker].strip.h + 2] };
    const port = plan.brokers[broker].ports[leaving ? "out" : "in"];
    return { up: [port.x, port.y] };
  }
  const side = plan.producers[process] ?? memberPlace(plan, process);
  if (side) {
    const port = side.ports[leaving ? "out" : "in"];
    return { side: [port.x, port.y], lane: side.lane, gapY: side.gapY };
  }
  const seat = plan.quorum.seats.find((item) => item.id === process);
  return seat ? { up: [seat.x + (leaving ? -6 : 6), seat.y + seat.r] } : null;
}

export function memberPlace(plan, id) {
  for (const group of Object.values(plan.groups)) if (group.members[id]) return group.members[id];
  return null;
}

export function brokerId(process) {
  const found = /^broker-(\d+)$/.exec(process);
  return found ? found[1] : null;
}

/**
 * Points of the way from `source` to `target` on a row's street, or on the control street when
 * `row` is null; `fromX`, `toX` are slot positions at a log. Null when an end is not drawn.
 */
export function route(plan, { source, target, row = null, track, fromX = null, toX = null }) {
  const from = anchor(plan, source, row, fromX, true);
  const to = anchor(plan, target, row, toX, false);
  if (!from || !to) return null;
  const y = (row ? row.street : plan.control).tracks[track];
  return [...approach(from, y), ...approach(to, y).reverse()];
}

function approach(end, y) {
  if (end.up) return [end.up, [end.up[0], y]];
  if (end.gapY !== undefined) return [end.side, [end.side[0], end.gapY], [end.lane, end.gapY], [end.lane, y]];
  return [end.side, [end.lane, end.side[1]], [end.lane, y]];
}
