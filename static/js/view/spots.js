// Where on the stage an event takes place: the boxes that light up when it happens.

import { partition } from "../model/readings.js";
import { brokerId, memberPlace, rowOf } from "./layout/routes.js";

/** The box of a process on a plan; null when it is not drawn. */
export function boxOfProcess(plan, process) {
  const broker = brokerId(process);
  if (broker !== null) return plan.brokers[broker]?.head ?? null;
  const seat = plan.quorum.seats.find(({ id }) => id === process);
  if (seat) return { x: seat.x - seat.r, y: seat.y - seat.r, w: seat.r * 2, h: seat.r * 2 };
  return (plan.producers[process] ?? memberPlace(plan, process))?.box ?? null;
}

/** The card of a partition on a broker, or the process where that partition is not drawn. */
export function boxOfEnd(plan, process, street) {
  if (plan.cards) return plan.cards[process] ?? null;
  const row = plan.rows.find(({ id }) => id === street);
  return row?.logs[brokerId(process)]?.card ?? boxOfProcess(plan, process);
}

/** Boxes {key: box} that an event concerns: of a client's or group's own event theirs, else the log it names. */
export function spotsOf(event, plan, view) {
  const own = event.type.startsWith("client.") || event.type.startsWith("group.");
  if (!own && event.topic !== undefined && event.partition !== undefined) return logSpot(event, plan, view);
  for (const [field, find] of FINDERS) {
    if (event[field] === undefined || event[field] === null) continue;
    const box = find(String(event[field]), plan);
    return box ? { [`${field}:${event[field]}`]: box } : {};
  }
  return {};
}

const FINDERS = [
  ["member", (id, plan) => memberPlace(plan, id)?.box ?? null],
  ["producer", (id, plan) => plan.producers[id]?.box ?? null],
  ["group", (id, plan) => plan.groups[id]?.box ?? null],
  ["broker", (id, plan) => plan.brokers[id]?.head ?? null],
  ["node", (id, plan) => boxOfProcess(plan, id)],
];

function logSpot(event, plan, view) {
  const row = rowOf(plan, event.topic, event.partition);
  const broker = event.broker ?? event.leader ?? partition(view, event.topic, event.partition)?.leader;
  const log = row?.logs[String(broker)];
  return log ? { [`log:${row.id}:${broker}`]: log.card } : {};
}
