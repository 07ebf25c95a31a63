// Where everything stands: columns of clients, brokers and groups; the quorum strip, the control
// street, then per partition its logs and its street. A pure function of who takes part, what is
// in focus, the size and the theme; never of the order in which things happened.

import { byId } from "../lib/order.js";
import { barRows, crowdFrame, crowdHeads } from "./layout/crowd.js";
import { columnFrame, headBoxes, upperRows } from "./layout/frame.js";
import { SCALES, fullDetail, rowPlan, slotsAt, themeMetrics } from "./layout/metrics.js";
import { groupBoxes, producerBoxes } from "./layout/people.js";
import { logRow } from "./layout/rows.js";

/** Offsets of this many digits decide how large everything is, so that passing 99 moves nothing. */
const USUAL_DIGITS = 3;
const LEAST_SLOTS = 6;

/**
 * `who` = {producers, brokers, controllers, topics, groups} with ids, `voters` if others than these vote;
 * `focus` = {rows: [[topic, partition]], brokers: [id], group: id} of which each may be missing, and {digits,
 * compact}; `size` = {w, h}. Gives boxes {x, y, w, h} for all that is drawn, and the gutters and tracks that
 * paths use; `crowd` says whether partitions are bars instead of logs.
 */
export function layout(who, focus, size, theme) {
  const cast = ordered(who, focus);
  const partitions = rowIds(cast, focus);
  if (!fullDetail(cast.brokers.length, partitions.length, theme)) return planOf(cast, partitions, focus, size, themeMetrics(theme, 1), CROWD);
  for (const scale of SCALES) {
    const plan = planOf(cast, partitions, focus, size, themeMetrics(theme, scale), FULL);
    if (scale === 1 || (plan.plan.name === "full" && plan.height <= size.h && roomy(plan, cast))) return plan;
  }
  throw new Error("the last scale always fits");
}

function roomy(plan, cast) {
  const column = plan.columns.find(({ id }) => id === `broker:${cast.brokers[0]}`);
  return Boolean(column) && slotsAt(column.w, USUAL_DIGITS, plan.plan, plan.metrics) >= LEAST_SLOTS;
}

/** What differs between logs with slots and bars: the columns, the heads and the rows. */
const FULL = {
  crowd: false,
  frame: columnFrame,
  heads: headBoxes,
  rows(partitions, top, below, frame, cast, focus, metrics) {
    const plan = rowPlan(below / Math.max(1, partitions.length), metrics);
    return { plan, rows: partitions.map(([topic, partition], i) => logRow(topic, partition, top + i * plan.height, plan, frame, cast, focus?.digits ?? 2, metrics)) };
  },
};
const CROWD = { crowd: true, frame: crowdFrame, heads: crowdHeads, rows: barRows };

function planOf(cast, partitions, focus, size, metrics, kind) {
  const compact = Boolean(focus?.compact);
  const frame = kind.frame(cast, size, metrics, compact);
  const upper = upperRows(cast, frame, metrics, size, compact, kind.crowd);
  const heads = kind.heads(cast, frame, upper, metrics, size);
  const { plan, rows } = kind.rows(partitions, heads.end, Math.max(0, size.h - heads.end - metrics.gap), frame, cast, focus, metrics);
  const end = heads.end + rows.length * plan.height;
  const floor = Math.max(end, size.h - metrics.gap);
  const producers = producerBoxes(cast, frame, kind.crowd ? upper.control.y : heads.end, kind.crowd ? floor : end, metrics);
  const groups = groupBoxes(cast, frame, upper.control.y, floor, metrics, focus?.group ?? cast.lead);
  const shown = kind.crowd ? { ...metrics, ...narrowTokens(plan.street, metrics) } : metrics;
  const lowest = [...Object.values(producers), ...Object.values(groups)].map(({ box }) => box.y + box.h);
  return {
    width: frame.width,
    height: Math.round(Math.max(end, ...lowest) + metrics.gap),
    metrics: shown,
    plan,
    crowd: kind.crowd,
    columns: frame.columns,
    gutters: frame.gutters,
    quorum: upper.quorum,
    control: upper.control,
    brokers: heads.brokers,
    rows,
    streets: Object.fromEntries([["control", upper.control], ...rows.map((row) => [row.id, row.street])]),
    producers,
    groups,
  };
}

/** Tokens as large as a crowd's streets allow, and no smaller than the letter in them. */
function narrowTokens(street, metrics) {
  const tile = Math.round(Math.max(metrics.text * 1.4, Math.min(metrics.tile, street * 0.95)));
  return { tile, glyph: Math.min(metrics.glyph, Math.round(tile * 0.26)) };
}

/** Everybody in the order of their ids; only the brokers in focus, if some are. */
function ordered(who, focus) {
  const by = (items) => [...items].sort((a, b) => byId(a.id, b.id));
  const brokers = focus?.brokers ? who.brokers.filter((id) => focus.brokers.map(String).includes(String(id))) : who.brokers;
  const voters = who.voters ?? (who.controllers.length > 0 ? [...who.controllers].sort(byId) : [...who.brokers].sort(byId).map((id) => `broker-${id}`));
  return { ...who, lead: who.groups[0]?.id ?? null, voters, brokers: [...brokers].sort(byId), topics: by(who.topics), producers: by(who.producers), groups: by(who.groups) };
}

export function rowIds(cast, focus) {
  const all = cast.topics.flatMap((topic) => Array.from({ length: topic.partitions }, (_none, partition) => [topic.id, partition]));
  if (!focus?.rows) return all;
  return all.filter(([topic, partition]) => focus.rows.some(([t, p]) => t === topic && p === partition));
}
