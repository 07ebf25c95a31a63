// One partition's row in full detail: a log card per broker, and the street below them.

import { streetBox } from "./frame.js";
import { slotPlan } from "./metrics.js";

export function logRow(topic, partition, y, plan, frame, cast, digits, metrics) {
  const cardHeight = plan.height - plan.street - 6;
  const street = streetBox(`${topic}-${partition}`, y + cardHeight + 1, plan.street, frame);
  const logs = {};
  for (const id of cast.brokers) logs[id] = logBox(frame.brokerX.get(String(id)), y, cardHeight, plan, digits, metrics);
  return { id: street.id, topic, partition, y, h: plan.height, street, logs };
}

function logBox(column, y, h, plan, digits, metrics) {
  const pad = Math.round(metrics.text * 0.7);
  const { slots, cell } = slotPlan(column.w - 2 * pad - 6, digits, plan, metrics);
  const strip = { x: column.x + pad, y: y + plan.title, w: slots * cell, h: plan.strip };
  const flagsY = strip.y + strip.h + plan.tier * 0.92;
  return {
    card: { x: column.x, y, w: column.w, h },
    title: { x: column.x + pad, y: y + Math.round(plan.title * 0.68), h: plan.title },
    strip,
    slots,
    cell,
    flagsY,
    tiersY: Array.from({ length: plan.tiers }, (_none, n) => Math.round(flagsY + (plan.flags + n) * plan.tier)),
  };
}
