// Which events are told aloud, how important each is, and the badge it carries. The words come from the catalogue.

import { TOWN_TOLD } from "./town/told.js";

const CRITICAL = 3;
const NOTABLE = 2;
const DETAIL = 1;

const TOLD = {
  "broker.crashed": [CRITICAL, "fault"],
  "broker.shutdown_started": [CRITICAL, "broker"],
  "broker.stopped": [CRITICAL, "broker"],
  "broker.started": [CRITICAL, "broker"],
  "broker.paused": [CRITICAL, "fault"],
  "broker.resumed": [CRITICAL, "broker"],
  "controller.node_crashed": [CRITICAL, "fault"],
  "controller.node_started": [CRITICAL, "controller"],
  "controller.registration_refused": [NOTABLE, "controller"],
  "controller.heartbeat_missed": [NOTABLE, "controller"],
  "controller.broker_fenced": [CRITICAL, "controller"],
  "controller.broker_unfenced": [CRITICAL, "controller"],
  "controller.leader_elected": [CRITICAL, "leader_change"],
  "controller.partition_offline": [CRITICAL, "leader_change"],
  "controller.controller_elected": [CRITICAL, "controller"],
  "controller.quorum_lost": [CRITICAL, "controller"],
  "controller.quorum_restored": [CRITICAL, "controller"],
  "controller.vote_granted": [DETAIL, "controller"],
  "controller.topic_config_changed": [CRITICAL, "controller"],
  "replication.isr_shrunk": [CRITICAL, "replication"],
  "replication.isr_expanded": [CRITICAL, "replication"],
  "replication.leadership_taken": [NOTABLE, "leader_change"],
  "replication.replicated": [DETAIL, "replication"],
  "replication.high_watermark_advanced": [DETAIL, "replication"],
  "log.record_appended": [DETAIL, "log"],
  "log.rejected": [NOTABLE, "log"],
  "log.duplicate_recognised": [NOTABLE, "log"],
  "log.truncated": [CRITICAL, "log"],
  "client.record_created": [DETAIL, "client"],
  "client.ack_received": [DETAIL, "client"],
  "client.retried": [NOTABLE, "client"],
  "client.gave_up": [CRITICAL, "client"],
  "client.member_started": [NOTABLE, "client"],
  "client.member_crashed": [CRITICAL, "fault"],
  "client.member_closed": [CRITICAL, "client"],
  "client.closing_started": [NOTABLE, "client"],
  "client.partitions_assigned": [CRITICAL, "assignment"],
  "client.partitions_revoked": [NOTABLE, "assignment"],
  "client.position_set": [NOTABLE, "client"],
  "client.record_processed": [DETAIL, "client"],
  "client.offset_stored": [DETAIL, "client"],
  "client.offset_committed": [DETAIL, "client"],
  "client.commit_refused": [CRITICAL, "client"],
  "group.coordinator_moved": [CRITICAL, "group"],
  "group.member_joined": [NOTABLE, "group"],
  "group.member_left": [CRITICAL, "group"],
  "group.member_expired": [CRITICAL, "group"],
  "group.state_changed": [NOTABLE, "group"],
  "group.rebalanced": [CRITICAL, "group"],
  "network.timed_out": [NOTABLE, "network"],
  "network.dropped": [DETAIL, "network"],
  "network.cut": [CRITICAL, "fault"],
  "network.healed": [CRITICAL, "network"],
  "network.slowed": [CRITICAL, "fault"],
  ...TOWN_TOLD,
};

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
