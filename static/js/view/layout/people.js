// Clients on the left and groups on the right: cards where they fit, a compact grid where they are many.

import { byId } from "../../lib/order.js";
import { gridOf } from "./grid.js";

/** Places kept free in a group whose scene has `planned` members: who joins moves nobody, as long as they last. */
const SPARE_SEATS = { alone: 3, among: 1 };
const CARD = { least: 3.2, most: 7.2 };
const CLIENT = { least: 4.4, most: 9 };
const CROWD_OF = 8;

/** Producers spread over the height of the logs, or a grid of them. */
export function producerBoxes(cast, frame, top, bottom, metrics) {
  const column = frame.clients;
  const ids = cast.producers.map(({ id }) => id);
  const gap = metrics.gap * 1.5;
  const count = ids.length;
  const room = bottom - top;
  if (count > CROWD_OF || count * (CLIENT.least * metrics.text + gap) > room + gap) {
    const grid = gridOf(ids, { x: column.x, y: top, w: column.w, h: room }, frame.gutters.left, "right", metrics);
    return Object.fromEntries(grid.cells.map((cell) => [cell.id, { ...cell, compact: true }]));
  }
  const h = Math.round(Math.max(metrics.text * CLIENT.least, Math.min(metrics.text * CLIENT.most, (room - gap * (count - 1)) / Math.max(1, count))));
  const step = Math.max(h + gap, room / Math.max(1, count));
  return Object.fromEntries(ids.map((id, i) => {
    const box = { x: column.x, y: Math.round(top + i * step + Math.min((step - h) / 2, metrics.text * 2)), w: column.w, h };
    return [id, { box, ports: sidePorts(box, "right"), lane: lane(frame.gutters.left, i, count), compact: false }];
  }));
}

export function sidePorts(box, side) {
  const x = side === "right" ? box.x + box.w : box.x;
  return { out: { x, y: Math.round(box.y + box.h * 0.38) }, in: { x, y: Math.round(box.y + box.h * 0.62) } };
}

/** The vertical way of actor i of n inside a gutter: each its own, so that lines do not lie on each other. */
export function lane(gutter, i, count) {
  const inner = gutter.w - 18;
  return Math.round(gutter.x + 9 + (inner * (i + 1)) / (count + 1));
}

/**
 * Groups below each other, each with its members and one free place for a consumer that may be added.
 * Where cards do not fit all are grids, and only the focused group opens: the others are a line each.
 */
export function groupBoxes(cast, frame, top, bottom, metrics, focused) {
  const header = Math.round(metrics.text * 5.5);
  const free = Math.round(metrics.text * 3);
  const gap = metrics.gap;
  const most = Math.max(0, ...cast.groups.map(({ members }) => members.length));
  const need = cast.groups.reduce((sum, group) => sum + Math.max(1, group.members.length), 0);
  const room = bottom - top - cast.groups.length * (header + free + 3 * gap);
  if (most > CROWD_OF || need * (CARD.least * metrics.text + gap) > room) return crowdedGroups(cast, frame, top, bottom, metrics, focused);
  const spare = cast.groups.length > 1 ? SPARE_SEATS.among : SPARE_SEATS.alone;
  const seats = cast.groups.map((group) => Math.max((group.planned ?? group.members.length) + spare, group.members.length));
  const wanted = seats.reduce((sum, count) => sum + count, 0);
  const h = Math.round(Math.max(metrics.text * CARD.least, Math.min(metrics.text * CARD.most, room / Math.max(1, wanted) - gap)));
  const kept = wanted * (h + gap) <= room ? seats : cast.groups.map(({ members }) => members.length);
  return cardedGroups(cast, frame, top, { header, free, gap, h, kept });
}

function cardedGroups(cast, frame, top, { header, free, gap, h, kept }) {
  const column = frame.groups;
  const lanes = kept.reduce((sum, count) => sum + count + 1, 0);
  const boxes = {};
  let start = top;
  let seat = 0;
  cast.groups.forEach((group, i) => {
    const members = {};
    let y = start + header;
    [...group.members].sort(byId).forEach((id, n) => {
      const box = { x: column.x + gap, y, w: column.w - 2 * gap, h };
      members[id] = { box, ports: sidePorts(box, "left"), lane: lane(frame.gutters.right, seat + n, lanes) };
      y += h + gap;
    });
    const place = { x: column.x + gap, y, w: column.w - 2 * gap, h: free };
    const end = y + free + gap;
    boxes[group.id] = { box: { x: column.x, y: start, w: column.w, h: end - start }, header: { x: column.x + gap * 1.6, y: start, h: header }, members, free: place, compact: false };
    seat += kept[i] + 1;
    start = Math.max(end, start + header + kept[i] * (h + gap) + free + gap) + gap;
  });
  return boxes;
}

/** The open group's members as a grid; a closed group stands for all its members. */
function crowdedGroups(cast, frame, top, bottom, metrics, focused) {
  const column = frame.groups;
  const unit = metrics.text;
  const gap = metrics.gap;
  const open = cast.groups.some(({ id }) => id === focused) ? focused : cast.groups[0]?.id;
  const line = Math.round(unit * 2.2);
  const closed = cast.groups.length - 1;
  const header = Math.round(unit * 4.4);
  const free = Math.round(unit * 2.2);
  const boxes = {};
  let y = top;
  cast.groups.forEach((group, i) => {
    if (group.id === open) {
      const room = bottom - top - closed * (line + gap) - header - free - 3 * gap;
      const area = { x: column.x + gap, y: y + header, w: column.w - 2 * gap, h: room };
      const grid = gridOf([...group.members].sort(byId), area, frame.gutters.right, "left", metrics);
      const place = { x: area.x, y: Math.round(grid.end + gap), w: area.w, h: free };
      const end = place.y + free + gap;
      boxes[group.id] = { box: { x: column.x, y, w: column.w, h: end - y }, header: { x: column.x + gap * 1.6, y, h: header }, members: Object.fromEntries(grid.cells.map((cell) => [cell.id, cell])), free: place, compact: true };
      y = end + gap;
      return;
    }
    const box = { x: column.x, y, w: column.w, h: line };
    const door = { box, ports: sidePorts(box, "left"), lane: lane(frame.gutters.right, i, cast.groups.length) };
    boxes[group.id] = { box, header: { x: box.x + gap * 1.6, y, h: line }, members: Object.fromEntries(group.members.map((id) => [id, door])), free: null, compact: true, closed: true };
    y += line + gap;
  });
  return boxes;
}
