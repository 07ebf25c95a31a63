// What stands at each offset of one replica's window, read from the view: a record that is safe or
// not yet, a marker, a gap that compaction left, dust that retention left, a ghost that is lost.

const MARKERS = new Set(["commit", "abort"]);
const NOTHING = new Map();
const [OFFSET, , RECORD, KEY, VALUE, , KIND, WRITER] = [0, 1, 2, 3, 4, 5, 6, 7];

/**
 * The slots of `count` offsets from `start` of a replica: {offset, state, record, key, inside, tombstone, word}.
 * `state` is below or above (the high watermark), ghost, dust or gap; `inside` says what became of the
 * transaction around it (open, committed, aborted) or that it is a marker (commit, abort); `word` is a ghost's.
 */
export function slotsOf(replica, ghosts, start, count) {
  const records = replica.records ?? [];
  const rows = new Map();
  let marked = false;
  for (const row of records) {
    if (row[OFFSET] >= start) rows.set(row[OFFSET], row);
    marked = marked || Boolean(row[KIND]);
  }
  const fates = marked ? fatesOf(records) : NOTHING;
  const out = [];
  for (let offset = start; offset < start + count; offset += 1) {
    const slot = slotAt(offset, replica, rows.get(offset), fates) ?? ghosts.find((ghost) => ghost.offset === offset);
    if (slot) out.push(slot);
  }
  return out;
}

function slotAt(offset, replica, row, fates) {
  if (offset >= replica.log_end_offset) return null;
  if (offset < (replica.log_start_offset ?? 0)) return { offset, state: "dust", record: null, key: null };
  if (!row) return { offset, state: "gap", record: null, key: null };
  return {
    offset,
    state: offset >= replica.high_watermark ? "above" : "below",
    record: row[RECORD],
    key: row[KEY],
    inside: fates.get(offset) ?? null,
    tombstone: row[VALUE] === null && row[KEY] !== null && !MARKERS.has(row[KIND]),
  };
}

/** Offset -> open, committed or aborted for records in transactions, commit or abort for markers. */
function fatesOf(records) {
  const fates = new Map();
  const ends = new Map();
  for (let i = records.length - 1; i >= 0; i -= 1) {
    const row = records[i];
    if (!row[KIND]) continue;
    if (MARKERS.has(row[KIND])) {
      ends.set(row[WRITER], row[KIND] === "commit" ? "committed" : "aborted");
      fates.set(row[OFFSET], row[KIND]);
    } else fates.set(row[OFFSET], ends.get(row[WRITER]) ?? "open");
  }
  return fates;
}

/**
 * Records that are no longer where they were, until something else takes their offset: what a follower
 * cut from its log, and at the leader what a producer was promised and the leader does not have.
 * `word` is lost_acknowledged, lost, doubt (the producer still waits) or moved (stands at another offset).
 */
export function ghostsOf(view, topic, number, broker) {
  const part = view.topics?.[topic]?.[String(number)];
  const replica = part?.replicas?.[String(broker)];
  if (!replica) return [];
  const promised = view.acknowledged?.[topic]?.[String(number)] ?? [];
  const leads = Number(broker) === part.leader;
  if (!replica.residue?.truncated?.length && !(leads && promised.some((row) => row[OFFSET] >= replica.log_end_offset))) return [];
  const leader = part.replicas[String(part.leader)];
  const held = new Set((leader?.records ?? []).map((row) => row[RECORD]));
  const cut = (replica.residue?.truncated ?? []).filter((row) => row[OFFSET] >= replica.log_end_offset).map(([offset, , record, key]) => ({ offset, record, key }));
  const known = new Set(cut.map(({ record }) => record));
  const missing = leads ? promised.filter(([offset, record]) => offset >= replica.log_end_offset && !held.has(record) && !known.has(record)).map(([offset, record, key]) => ({ offset, record, key })) : [];
  const acknowledged = new Set(promised.map((row) => row[1]));
  return [...cut, ...missing].map((ghost) => ({ ...ghost, state: "ghost", word: fateOf(view, ghost.record, held, acknowledged) }));
}

function fateOf(view, record, held, acknowledged) {
  if (held.has(record)) return "moved";
  if (acknowledged.has(record)) return "lost_acknowledged";
  const waits = Object.values(view.producers ?? {}).some((producer) => String(record) in (producer.records ?? {}));
  return waits ? "doubt" : "lost";
}

/** Closed segments and the active one: {base, end, open, expires_at_us} in the order of their offsets. */
export function segmentsOf(replica) {
  const bases = (replica?.segments ?? []).map((row) => row[0]);
  const expiry = new Map(replica?.closed ?? []);
  return bases.map((base, i) => {
    const last = i === bases.length - 1;
    return { base, end: last ? replica.log_end_offset : bases[i + 1], open: last, expires_at_us: last ? null : expiry.get(base) || null };
  });
}

/** In the order of their nearness to leading: {broker, word: in_sync | eligible | out | down}; and how many must be in sync. */
export function inSyncOf(view, topic, number) {
  const part = view.topics?.[topic]?.[String(number)];
  const isr = part?.isr ?? [];
  const elr = part?.elr ?? [];
  const rank = { in_sync: 0, eligible: 1, out: 2 };
  const word = (id) => (isr.includes(id) ? "in_sync" : elr.includes(id) ? "eligible" : "out");
  const replicas = (part?.replica_ids ?? []).map((broker) => ({ broker, word: word(broker) })).sort((a, b) => rank[a.word] - rank[b.word]);
  const least = view.topic_configs?.[topic]?.min_insync_replicas ?? 1;
  return { replicas, least: Math.min(least, replicas.length), count: isr.length };
}
