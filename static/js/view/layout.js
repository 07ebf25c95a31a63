// Where everything stands: columns of clients, brokers and groups; the quorum strip, the control
// street, then per partition its logs and its street. A pure function of who takes part, what is
// in focus, the size and the theme; never of the order in which things happened.

import { byId } from "../lib/order.js";
import { SCALES, rowPlan, slotPlan, themeMetrics } from "./layout/metrics.js";

const NARROW = 620;

/**
 * `who` = {producers, brokers, controllers, topics, groups} with ids, `voters` if others than these vote; `focus` = {rows: [[topic, partition]] or null,
 * digits}; `size` = {w, h}. Gives boxes {x, y, w, h} for all that is drawn, and the gutters and tracks that paths use.
 */
export function layout(who, focus, size, theme) {
  const cast = ordered(who);
  for (const scale of SCALES) {
    const plan = layoutAt(cast, focus, size, themeMetrics(theme, scale));
    const log = plan.rows[0]?.logs[cast.brokers[0]];
    if (scale === 1 || (plan.plan.name === "full" && plan.height <= size.h && log?.slots >= 7)) return plan;
  }
  throw new Error("the last scale always fits");
}

function layoutAt(cast, focus, size, metrics) {
  const frame = columnFrame(cast, size, metrics, Boolean(focus?.compact));
  const partitions = rowIds(cast, focus);
  const tops = upperRows(cast, frame, metrics, size, Boolean(focus?.compact));
  const below = Math.max(0, size.h - tops.end - metrics.gap);
  const plan = rowPlan(below / Math.max(1, partitions.length), metrics);
  const rows = partitions.map(([topic, partition], index) => row(topic, partition, tops.end + index * plan.height, plan, frame, cast, focus, metrics));
  const end = tops.end + rows.length * plan.height;
  const producers = producerBoxes(cast, frame, tops, end, metrics);
  const groups = groupBoxes(cast, frame, tops, Math.max(end, size.h - metrics.gap), metrics);
  const lowest = [...Object.values(producers), ...Object.values(groups)].map(({ box }) => box.y + box.h);
  return {
    width: frame.width,
    height: Math.max(end, ...lowest) + metrics.gap,
    metrics,
    plan,
    columns: frame.columns,
    gutters: frame.gutters,
    quorum: tops.quorum,
    control: tops.control,
    brokers: tops.brokers,
    rows,
    producers,
    groups,
  };
}

/** Everybody in the order of their ids. */
function ordered(who) {
  const by = (items) => [...items].sort((a, b) => byId(a.id, b.id));
  return { ...who, brokers: [...who.brokers].sort(byId), controllers: [...who.controllers].sort(byId), topics: by(who.topics), producers: by(who.producers), groups: by(who.groups) };
}

export function rowIds(cast, focus) {
  const all = cast.topics.flatMap((topic) => Array.from({ length: topic.partitions }, (_none, partition) => [topic.id, partition]));
  if (!focus?.rows) return all;
  return all.filter(([topic, partition]) => focus.rows.some(([t, p]) => t === topic && p === partition));
}

/** Columns and gutters. A narrow screen shows one column at a time: each is as wide as the screen. */
function columnFrame(cast, size, metrics, compact) {
  const wide = size.w >= NARROW;
  const unit = metrics.text;
  const count = cast.brokers.length;
  const edge = wide ? Math.round(Math.min(24, size.w / 80)) : 12;
  const gutter = Math.round(wide ? Math.max(unit * 2.2, Math.min(unit * 3.2, size.w / 34)) : 40);
  const clients = wide ? clamp(size.w * 0.11, unit * (compact ? 7.4 : 9.3), unit * 12.2) : size.w - 2 * edge - gutter;
  const groups = wide ? clamp(size.w * 0.15, unit * (compact ? 9.6 : 13), unit * 17) : size.w - 2 * edge - gutter;
  const gap = wide ? Math.round(clamp(size.w / 60, 10, 26)) : 28;
  const left = edge + clients + gutter;
  const area = wide ? size.w - left - gutter - groups - edge : count * (size.w - 60) + (count - 1) * gap;
  const broker = Math.floor((area - gap * (count - 1)) / Math.max(1, count));
  const columns = [{ id: "clients", x: edge, w: Math.round(clients) }];
  cast.brokers.forEach((id, i) => columns.push({ id: `broker:${id}`, x: Math.round(left + i * (broker + gap)), w: broker }));
  const end = Math.round(left + count * broker + gap * (count - 1));
  columns.push({ id: "groups", x: end + gutter, w: Math.round(groups) });
  return {
    width: wide ? size.w : end + gutter + Math.round(groups) + edge,
    wide,
    columns,
    gutters: { left: { x: edge + Math.round(clients), w: gutter }, right: { x: end, w: gutter } },
    brokerX: new Map(cast.brokers.map((id, i) => [String(id), columns[i + 1]])),
  };
}

function clamp(value, least, most) {
  return Math.round(Math.max(least, Math.min(most, value)));
}

function upperRows(cast, frame, metrics, size, compact) {
  const unit = metrics.text;
  const tight = size.h / unit < 48;
  const quorumHeight = compact ? 0 : Math.round(unit * (tight ? 2.3 : 2.9));
  const streetHeight = Math.round(unit * (compact ? 1.7 : tight ? 2.4 : 3.2));
  const headHeight = Math.round(unit * (tight ? 2.5 : 3));
  const first = frame.columns[1];
  const x = first.x;
  const y = compact ? 4 : metrics.gap;
  const control = streetBox("control", y + quorumHeight + (compact ? 0 : 4), streetHeight, frame);
  const headY = control.y + control.h + 6;
  const brokers = {};
  for (const id of cast.brokers) {
    const column = frame.brokerX.get(String(id));
    const head = { x: column.x, y: headY, w: column.w, h: headHeight };
    brokers[id] = { head, ports: controlPorts(head) };
  }
  return { quorum: quorumStrip(cast, x, y, quorumHeight, metrics), control, brokers, end: headY + headHeight + 6, top: y };
}

/** A head's doors to the control street: one for what leaves and one for what comes in. */
function controlPorts(head) {
  return { out: { x: Math.round(head.x + head.w * 0.42), y: head.y }, in: { x: Math.round(head.x + head.w * 0.58), y: head.y } };
}

function quorumStrip(cast, x, y, h, metrics) {
  const nodes = cast.voters ?? (cast.controllers.length > 0 ? cast.controllers : cast.brokers.map((id) => `broker-${id}`));
  const r = Math.round(Math.min(h / 2 - 2, metrics.text * 1.15));
  const label = metrics.text * 10.8;
  const step = r * 2 + metrics.text;
  const seats = nodes.map((id, i) => ({ id: String(id), x: Math.round(x + label + r + i * step), y: Math.round(y + h / 2), r: Math.max(0, r) }));
  return { x, y, h, labelX: x, seats, textX: Math.round(x + label + nodes.length * step + metrics.text * 0.6) };
}

/** A street spans both gutters and passes in front of every broker; three tracks: requests, records, replies. */
function streetBox(id, y, h, frame) {
  const { left, right } = frame.gutters;
  const x = left.x + 6;
  return { id, x, y, w: right.x + right.w - 6 - x, h, tracks: [0.22, 0.5, 0.78].map((share) => Math.round(y + h * share)) };
}

function row(topic, partition, y, plan, frame, cast, focus, metrics) {
  const cardHeight = plan.height - plan.street - 6;
  const street = streetBox(`${topic}-${partition}`, y + cardHeight + 1, plan.street, frame);
  const logs = {};
  for (const id of cast.brokers) logs[id] = logBox(frame.brokerX.get(String(id)), y, cardHeight, plan, focus?.digits ?? 2, metrics);
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

function producerBoxes(cast, frame, tops, height, metrics) {
  const column = frame.columns[0];
  const top = tops.end;
  const count = cast.producers.length;
  const room = height - top;
  const gap = metrics.gap * 1.5;
  const h = Math.round(Math.max(metrics.text * 4.4, Math.min(metrics.text * 9, (room - gap * (count - 1)) / Math.max(1, count))));
  const step = Math.max(h + gap, room / Math.max(1, count));
  const boxes = {};
  cast.producers.forEach((producer, i) => {
    const y = Math.round(top + i * step + Math.min((step - h) / 2, metrics.text * 2));
    const box = { x: column.x, y, w: column.w, h };
    boxes[producer.id] = { box, ports: sidePorts(box, "right"), lane: lane(frame.gutters.left, i, count) };
  });
  return boxes;
}

function sidePorts(box, side) {
  const x = side === "right" ? box.x + box.w : box.x;
  return { out: { x, y: Math.round(box.y + box.h * 0.38) }, in: { x, y: Math.round(box.y + box.h * 0.62) } };
}

/** The vertical way of actor i of n inside a gutter: each its own, so that lines do not lie on each other. */
function lane(gutter, i, count) {
  const inner = gutter.w - 18;
  return Math.round(gutter.x + 9 + (inner * (i + 1)) / (count + 1));
}

/** Groups below each other, each with its members and one free place for a consumer that may be added. */
function groupBoxes(cast, frame, tops, height, metrics) {
  const column = frame.columns[frame.columns.length - 1];
  const total = cast.groups.reduce((sum, group) => sum + group.members.length + 1, 0);
  const top = tops.control.y;
  const header = Math.round(metrics.text * 5.5);
  const gap = metrics.gap;
  const free = Math.round(metrics.text * 3);
  const seats = Math.max(1, total - cast.groups.length);
  const room = height - top - cast.groups.length * (header + free + 2 * gap);
  const h = Math.round(Math.max(metrics.text * 3.2, Math.min(metrics.text * 7.2, room / seats - gap)));
  const boxes = {};
  let y = top;
  let seat = 0;
  for (const group of cast.groups) {
    const members = {};
    const start = y;
    y += header;
    for (const id of [...group.members].sort(byId)) {
      const box = { x: column.x + gap, y, w: column.w - 2 * gap, h };
      members[id] = { box, ports: sidePorts(box, "left"), lane: lane(frame.gutters.right, seat, total) };
      seat += 1;
      y += h + gap;
    }
    const place = { x: column.x + gap, y, w: column.w - 2 * gap, h: free };
    y += free + gap;
    boxes[group.id] = { box: { x: column.x, y: start, w: column.w, h: y - start }, header: { x: column.x + gap * 1.6, y: start, h: header }, members, free: place };
    seat += 1;
    y += gap;
  }
  return boxes;
}
