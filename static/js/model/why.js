// The chain of causes of an event, as far as the page still holds them, oldest first.

const LONGEST = 24;

/**
 * Rows of {event, also} or, at the beginning, {command} (a person's command), {opening: true} (the run
 * began like that) or {lost: true} (older than what the page keeps). `also` are further causes.
 */
export function causeChain(bySeq, event) {
  const rows = [];
  let current = event;
  while (current && rows.length < LONGEST) {
    rows.push({ event: current, also: (current.also ?? []).map((seq) => bySeq.get(seq)).filter(Boolean) });
    const { cause } = current;
    if (cause === null || cause === undefined) break;
    if (typeof cause === "string") {
      rows.push(cause === "cmd:0" ? { opening: true } : { command: cause });
      break;
    }
    const next = bySeq.get(cause);
    if (!next) rows.push({ lost: true });
    current = next;
  }
  return rows.reverse();
}

/** A chain without the steps that explain nothing: messages between two decisions stay out, both ends stay. */
export function shortChain(rows) {
  return rows.filter((row, i) => i === 0 || i === rows.length - 1 || !row.event || row.event.type !== "network.sent");
}

/** The rows of a chain that the server told, newest event first; steps between two of them were left out. */
export function toldChain({ events, began }) {
  const begin = typeof began !== "string" ? [] : began === "cmd:0" ? [{ opening: true }] : [{ command: began }];
  const rows = [...events].reverse().map((event) => ({ event: { also: [], because: [], ...event }, also: [] }));
  return [...begin, ...rows];
}

/** The newest event that tells what became of a record: by its offset in a partition, or by its own number. */
export function lastOfRecord(events, { topic, partition, offset, record }) {
  return events.findLast((event) => {
    if (record !== undefined && record !== null && event.record === record && RECORD.has(event.type)) return true;
    return event.topic === topic && event.partition === Number(partition) && event.offset === Number(offset) && RECORD.has(event.type);
  }) ?? null;
}

const RECORD = new Set([
  "log.record_appended",
  "client.record_processed",
  "client.record_failed",
  "client.dead_lettered",
  "client.ack_received",
  "client.record_created",
  "client.processing_started",
  "share.record_acquired",
  "share.record_accepted",
  "share.record_archived",
  "share.record_returned",
  "transaction.marker_written",
]);
