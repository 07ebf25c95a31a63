// From virtual time to a place on a line, and back: piecewise linear. Where nothing happens for long the
// line is torn: the stretch keeps a little room, and whoever draws it says how long it is.

const TEAR = 5;
const TORN = 14;
const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500].flatMap((n) => [n, n * 1_000, n * 1_000_000]).filter((n) => n <= 50_000_000)
  .concat([60, 120, 300, 600, 1_800, 3_600, 7_200, 21_600, 43_200, 86_400, 172_800].map((s) => s * 1_000_000)).sort((a, b) => a - b);

/**
 * An axis of from_us to to_us; `busy` are the times at which something happened, up to `head_us`: what lies ahead is
 * never torn. `pieces` are {from_us, to_us, start, end, torn} with places from 0 to 1; `place(at_us)` and
 * `time(place)` are each other's inverse.
 */
export function makeAxis(from_us, to_us, busy, head_us = to_us) {
  const span = Math.max(1, to_us - from_us);
  const inside = [...new Set([...busy, head_us])].filter((at) => at > from_us && at < to_us).sort((a, b) => a - b);
  const edges = [from_us, ...inside, from_us + span];
  let pieces = [];
  for (let n = 1; n < edges.length; n += 1) {
    const torn = edges.length > 2 && edges[n] <= head_us && edges[n] - edges[n - 1] > span / TEAR;
    const last = pieces[pieces.length - 1];
    if (last && !torn && !last.torn) last.to_us = edges[n];
    else pieces.push({ from_us: edges[n - 1], to_us: edges[n], torn });
  }
  if (pieces.every(({ torn }) => torn)) pieces = [{ from_us, to_us: from_us + span, torn: false }];
  const weight = (piece) => (piece.torn ? span / TORN : piece.to_us - piece.from_us);
  const total = pieces.reduce((sum, piece) => sum + weight(piece), 0);
  let start = 0;
  for (const piece of pieces) {
    piece.start = start;
    start += weight(piece) / total;
    piece.end = start;
  }

  function place(at_us) {
    const piece = pieces.find((one) => at_us <= one.to_us) ?? pieces[pieces.length - 1];
    const part = (at_us - piece.from_us) / (piece.to_us - piece.from_us);
    return piece.start + Math.min(1, Math.max(0, part)) * (piece.end - piece.start);
  }

  function time(where) {
    const piece = pieces.find((one) => where <= one.end) ?? pieces[pieces.length - 1];
    const part = (where - piece.start) / (piece.end - piece.start);
    return Math.round(piece.from_us + Math.min(1, Math.max(0, part)) * (piece.to_us - piece.from_us));
  }

  return { pieces, place, time };
}

/** Round times worth a label, at least `apart` of the line from each other. */
export function roundTimes(axis, apart) {
  const found = [];
  for (const piece of axis.pieces) {
    if (piece.torn) continue;
    const span = piece.to_us - piece.from_us;
    const wanted = (span * apart) / (piece.end - piece.start);
    const step = STEPS.find((one) => one >= wanted) ?? STEPS[STEPS.length - 1] * Math.ceil(wanted / STEPS[STEPS.length - 1]);
    for (let at = Math.ceil(piece.from_us / step) * step; at <= piece.to_us; at += step) {
      if (found.length === 0 || axis.place(at) - axis.place(found[found.length - 1]) >= apart) found.push(at);
    }
  }
  return found;
}

/** A time for people: 00:52.612, 1:02:03.400, and from a day on with the days in front. */
export function stamp(us, days = "d") {
  const ms = Math.floor(us / 1000);
  const pad = (value, size = 2) => String(value).padStart(size, "0");
  const tail = `${pad(Math.floor(ms / 1000) % 60)}.${pad(ms % 1000, 3)}`;
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return `${pad(minutes)}:${tail}`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours}:${pad(minutes % 60)}:${tail}`;
  return `${Math.floor(hours / 24)} ${days} ${pad(hours % 24)}:${pad(minutes % 60)}:${tail}`;
}
