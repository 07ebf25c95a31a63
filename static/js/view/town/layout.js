// Where everything of the families pubsub, mesh and services stands: a pure function of who takes
// part (in the order of the scenario), the size and the theme; never of what happens.

import { SCALES, themeMetrics } from "../layout/metrics.js";
import { columnsPlan } from "./layout/columns.js";
import { mapPlan } from "./layout/map.js";
import { rowsPlan } from "./layout/rows.js";
import { stackedPlan } from "./layout/stacked.js";

const NARROW = 700;
const SHAPES = { pubsub: columnsPlan, mesh: mapPlan, services: rowsPlan };

/** `who` = {family, hubs, links, queues, logs, clients, services, sagas} with ids; `size` = {w, h}. */
export function layout(who, _focus, size, theme) {
  const wide = size.w >= NARROW * (theme === "projector" ? 1.6 : 1);
  const make = wide ? (SHAPES[who.family] ?? columnsPlan) : stackedPlan;
  if (!wide) return finished(make(who, size, themeMetrics(theme, 1)));
  for (const scale of SCALES) {
    const plan = make(who, size, themeMetrics(theme, scale));
    if (scale === 1 || (plan.needed <= size.h && roomy(plan))) return finished(plan);
  }
  throw new Error("the last scale always fits");
}

/** Whether larger text still leaves every row of slots long enough to be one. */
function roomy(plan) {
  if (plan.shape === "rows" && !plan.requests && plan.asked) return false;
  const rows = [...Object.values(plan.queues), ...Object.values(plan.tapes)];
  return rows.every(({ strip }) => strip.slots >= 5) && Object.values(plan.clients).every(({ box }) => box.w >= plan.metrics.text * 11) && (plan.shape !== "map" || Object.values(plan.hubs).every(({ box }) => box.w >= plan.metrics.text * 15.5));
}

/** With every process's card by its id, and where texts beside tokens turn to the left. */
function finished(plan) {
  const boxes = [...Object.entries(plan.hubs), ...Object.entries(plan.clients)].map(([id, { box }]) => [id, box]);
  return { ...plan, cards: Object.fromEntries(boxes), gutters: { right: { x: plan.width - plan.metrics.text * 5 } } };
}
