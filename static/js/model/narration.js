// How important an event is, its badge, and the speaker that tells no more than can be read. The words
// come from the catalogue.

import { CRITICAL, DETAIL, NOTABLE, TOLD } from "./told.js";

/** 3 critical, 2 notable, 1 detail, 0 not told. What a person commanded is never a mere detail; Kafka's own topics always are. */
export function importance(event) {
  const [rank] = TOLD[event.type] ?? [0];
  if (rank === 0) return 0;
  if (typeof event.topic === "string" && event.topic.startsWith("__")) return DETAIL;
  return Math.max(rank, isCommanded(event) ? NOTABLE : 0);
}

/** What a person or the scene's script did; "cmd:0" is the beginning of the run. */
export function isCommanded({ cause }) {
  return typeof cause === "string" && cause !== "cmd:0";
}

export function badge(event) {
  return (TOLD[event.type] ?? [0, "network"])[1];
}

export const isCritical = (event) => importance(event) >= CRITICAL;

/**
 * A speaker for one place (caption band or live region): `offer(events)` from frames, `say(now_ms)`
 * gives {event, merged} when something new may be shown, else null. A sentence stays for its reading
 * time; meanwhile the most important newest one waits, and all critical ones are kept in order.
 */
export function makeSpeaker({ least, hold_ms }) {
  let waiting = [];
  let free_at = 0;

  function offer(events) {
    waiting.push(...events.filter((event) => importance(event) >= least));
    if (waiting.length > 60) waiting = [...waiting.filter(isCritical), ...waiting.filter((event) => !isCritical(event)).slice(-10)];
  }

  function say(now_ms) {
    if (waiting.length === 0 || now_ms < free_at) return null;
    const picked = pick(waiting);
    waiting = isCritical(picked.event) ? waiting.filter((event) => isCritical(event) && !picked.told.includes(event)) : [];
    free_at = now_ms + hold_ms(picked.event, waiting.some(isCritical));
    return picked;
  }

  return { offer, say, clear: () => (waiting = []), due: (now_ms) => (waiting.length === 0 ? null : Math.max(0, free_at - now_ms)) };
}

/** The oldest critical event, merged with its equals that follow at once; else the newest of the highest rank. */
function pick(events) {
  const first = events.find(isCritical);
  if (first) {
    const same = events.filter((event) => event.type === first.type && event.at_us - first.at_us < 400_000);
    return { event: same[same.length - 1], merged: same.length - 1, told: same };
  }
  const top = Math.max(...events.map(importance));
  return { event: events.findLast((event) => importance(event) === top), merged: 0, told: [] };
}
