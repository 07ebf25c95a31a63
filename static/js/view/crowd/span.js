// What a bar shows of a log: the same stretch of offsets for every replica of a partition, wide
// enough for the slowest of them, and moved a quarter at a time so that it seldom jumps.

const LEAST = 16;
const FILLED = 0.75;

/** {from, size} in offsets; `committed` may be null. */
export function spanOf(part, committed) {
  const replicas = Object.values(part?.replicas ?? {});
  const end = Math.max(0, ...replicas.map((replica) => replica.log_end_offset ?? 0));
  const followed = replicas.map((replica) => replica.log_end_offset ?? end);
  const low = Math.min(end, committed ?? end, ...followed);
  let size = LEAST;
  while ((end - low) > size * FILLED && size < 2 ** 40) size *= 2;
  const quarter = size / 4;
  const from = Math.max(0, Math.ceil((end - size * FILLED) / quarter) * quarter);
  return { from: Math.min(from, Math.floor(low / quarter) * quarter), size };
}

/** The share of a bar, 0 to 1, at which an offset lies. */
export function shareOf(span, offset) {
  return Math.max(0, Math.min(1, (offset - span.from) / span.size));
}
