// The chain of causes of an event, as far as the page still holds them, oldest first.

const LONGEST = 24;

/**
 * Rows of {event} or, at the beginning, {command} (a person's command) or {lost: true} (older than
 * what the page keeps).
 */
export function causeChain(bySeq, event) {
  const rows = [];
  let current = event;
  while (current && rows.length < LONGEST) {
    rows.push({ event: current });
    const { cause } = current;
    if (cause === null || cause === undefined) break;
    if (typeof cause === "string") {
      rows.push({ command: cause });
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
