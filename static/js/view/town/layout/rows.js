// Services: their cards side by side, calls in a street above them, the broker below with each queue
// under its reader. So a call goes over the top and an event goes down, waits, and comes up again.

import { clamp, newPlan, placesOf, ports, putPlace, serviceHeight, stack } from "./common.js";

const CALLS = 2.3;
const EVENTS = 2.5;
/** The narrowest card, in lines of text. */
const LEAST = 11;

/** The plan for `who` on a wide screen at one size of text. */
export function rowsPlan(who, size, m) {
  const plan = newPlan("rows", m);
  const u = m.text;
  const edge = clamp(size.w / 64, 16, 26);
  const cards = ordered(who);
  const perRow = Math.max(1, Math.floor((size.w - 2 * edge + u) / (u * LEAST + u)));
  const lines = cards.length <= perRow ? [cards] : [cards.slice(0, Math.ceil(cards.length / 2)), cards.slice(Math.ceil(cards.length / 2))];
  const frame = { x: edge, w: size.w - 2 * edge, top: m.gap, most: Math.max(...lines.map((row) => row.length)) };
  const heights = heightsOf(who, lines, size, frame, m);
  let y = frame.top;
  const calls = Math.round(u * CALLS + heights.street * 0.4);
  const events = Math.round(u * EVENTS + heights.street * 0.6);
  putStreet(plan, "calls", frame, y, calls);
  y += calls;
  putCards(plan, lines[0], y, heights.card, frame, "bottom", m);
  y += heights.card;
  putStreet(plan, "events", frame, y, events);
  y += events;
  putHubs(plan, who, y, heights.hub, frame, m);
  y += heights.hub;
  if (lines.length > 1) {
    putStreet(plan, "events-below", frame, y, events);
    y += events;
    putCards(plan, lines[1], y, heights.card, frame, "top", m);
    y += heights.card;
    putStreet(plan, "calls-below", frame, y, calls);
    y += calls;
  }
  if (heights.sagas > 0) {
    plan.sagas = { x: frame.x, y: y + m.gap, w: frame.w, h: heights.sagas, services: who.services.map(({ id }) => id) };
    y += m.gap + heights.sagas;
  }
  if (heights.requests > 0) {
    plan.requests = { x: frame.x, y: y + m.gap, w: frame.w, h: heights.requests };
    y += m.gap + heights.requests;
  }
  plan.asked = isAsked(who);
  plan.margin = Math.round(edge / 2);
  plan.width = size.w;
  plan.needed = y + m.gap;
  plan.height = Math.max(size.h, plan.needed);
  return plan;
}

/** Publishers first, then services, then who only reads. */
function ordered(who) {
  const rank = (client) => (client.kind === "service" ? 1 : client.publishes || !client.subscribes ? 0 : 2);
  return who.clients.map((client, i) => [rank(client), i, client]).sort((a, b) => a[0] - b[0] || a[1] - b[1]).map(([, , client]) => client);
}

function heightsOf(who, lines, size, frame, m) {
  const u = m.text;
  const hub = Math.max(...who.hubs.map((row) => hubHeight(who, row, frame, lines, m)), u * 3);
  const streets = u * (CALLS + EVENTS) * lines.length;
  const sagas = who.sagas.length > 0 ? u * (3.2 + 1.5 * Math.max(4, who.services.length)) : 0;
  const room = size.h - frame.top - m.gap - hub - streets - (sagas ? sagas + m.gap : 0);
  const least = serviceHeight(m, lines.length > 1 ? 2 : 4) * lines.length;
  const asked = isAsked(who) && room - least > u * 6 ? u * 5 + m.gap : 0;
  const card = clamp((room - asked) / lines.length, serviceHeight(m, 2), serviceHeight(m, lines.length > 1 ? 4 : 7));
  let left = Math.max(0, room - asked - card * lines.length);
  const street = Math.round(Math.min(left * 0.3, u * 3));
  left -= street * lines.length;
  const requests = asked > 0 ? Math.round(Math.min(asked - m.gap + left, u * (sagas ? 8.8 : 13.4))) : 0;
  left -= Math.max(0, requests + m.gap - asked);
  return { hub: Math.round(hub), card, street, requests, sagas: sagas > 0 ? Math.round(sagas + Math.min(Math.max(0, left), u * 9)) : 0 };
}

/** Whether people ask these services for something, so that there are requests to time. */
export const isAsked = (who) => who.services.some(({ operations }) => (operations ?? []).length > 0);

function putStreet(plan, id, frame, y, h) {
  plan.streets[id] = { id, x: frame.x, y: Math.round(y), w: frame.w, h: Math.round(h) };
}

function putCards(plan, row, y, h, frame, side, m) {
  const gap = Math.round(m.text * 1);
  const w = Math.floor(Math.min((frame.w - gap * (frame.most - 1)) / frame.most, m.text * 27));
  const whole = row.length * w + gap * (row.length - 1);
  const left = frame.x + Math.round((frame.w - whole) / 2);
  row.forEach((client, i) => {
    const box = { x: left + i * (w + gap), y: Math.round(y), w, h };
    plan.clients[client.id] = { box, side, ports: ports(box, side), calls: ports(box, side === "bottom" ? "top" : "bottom"), nth: i, count: row.length, line: side === "bottom" ? 0 : 1, reads: client.subscribes };
  });
}

/** Which queue stands in which level of the broker, under the card of its first reader. */
function levelsOf(who, hub, columns, m) {
  const levels = [];
  const places = placesOf(who, hub.id, m);
  for (const place of places.filter(({ kind }) => kind === "queue")) {
    const wanted = Math.max(0, columns.findIndex((ids) => ids.includes(place.readers[0])));
    const free = (level) => levels[level]?.[wanted] === undefined;
    let level = 0;
    while (!free(level)) level += 1;
    const column = place.readers.length > 0 ? wanted : columns.findIndex((_ids, i) => levels[0]?.[i] === undefined);
    const at = place.readers.length > 0 || column < 0 ? [level, wanted] : [0, column];
    (levels[at[0]] ?? (levels[at[0]] = []))[at[1]] = place;
  }
  return { levels, tapes: places.filter(({ kind }) => kind === "tape") };
}

function columnsOf(lines) {
  const most = Math.max(...lines.map((row) => row.length));
  return Array.from({ length: most }, (_none, i) => lines.map((row) => row[i]?.id).filter(Boolean));
}

function hubHeight(who, hub, frame, lines, m) {
  const u = m.text;
  const { levels, tapes } = levelsOf(who, hub, columnsOf(lines), m);
  const queue = Math.max(0, ...levels.flat().filter(Boolean).map(({ h }) => h));
  const rows = [...levels.map(() => queue), ...tapes.map(({ h }) => h)];
  return u * 2.3 + stack(rows, u * 0.4) + (rows.length > 0 ? u * 0.6 : u * 0.4);
}

function putHubs(plan, who, y, h, frame, m) {
  const u = m.text;
  const gap = Math.round(u * 3);
  const w = Math.floor((frame.w - gap * (who.hubs.length - 1)) / Math.max(1, who.hubs.length));
  who.hubs.forEach((hub, i) => {
    const box = { x: frame.x + i * (w + gap), y: Math.round(y), w, h };
    plan.hubs[hub.id] = { box, head: { x: box.x, y: box.y, w, h: Math.round(u * 2.2) }, compact: false };
    putPlaces(plan, who, hub, box, m);
  });
  for (const { a, b } of who.links) putLink(plan, a, b);
}

function putPlaces(plan, who, hub, box, m) {
  const u = m.text;
  const cards = Object.entries(plan.clients).filter(([, spot]) => spot.line === 0).sort((a, b) => a[1].nth - b[1].nth);
  const count = Math.max(1, cards[0]?.[1].count ?? 1);
  const columns = cards.map(([id, spot]) => ({ ids: [id, ...below(who, spot.nth, count)], box: spot.box }));
  const { levels, tapes } = levelsOf(who, hub, columns.map(({ ids }) => ids), m);
  const shared = who.hubs.length > 1;
  let y = box.y + Math.round(u * 2.3);
  for (const level of levels) {
    const inner = box.w - u * 1.2;
    const used = level.map((place, i) => [place, i]).filter(([place]) => place);
    used.forEach(([place, column], n) => {
      const card = columns[column]?.box;
      const cell = shared || !card ? { x: box.x + u * 0.6 + (n * inner) / used.length, w: Math.min(inner / used.length - 6, u * 27) } : { x: Math.max(card.x, box.x + 10), w: Math.min(card.x + card.w, box.x + box.w - 10) - Math.max(card.x, box.x + 10) };
      putPlace(plan, place, { x: Math.round(cell.x), y, w: Math.round(cell.w), h: place.h }, m, hub.id);
    });
    y += Math.round(Math.max(...used.map(([place]) => place.h)) + u * 0.4);
  }
  for (const place of tapes) {
    putPlace(plan, place, { x: Math.round(box.x + u * 0.6), y, w: Math.round(box.w - u * 1.2), h: place.h }, m, hub.id);
    y += Math.round(place.h + u * 0.4);
  }
}

/** The card of the second row that stands in the same column. */
function below(who, nth, count) {
  const cards = ordered(who);
  return cards[count + nth] ? [cards[count + nth].id] : [];
}

function putLink(plan, a, b) {
  const [from, to] = [plan.hubs[a]?.box, plan.hubs[b]?.box];
  if (!from || !to) return;
  const [left, right] = from.x < to.x ? [from, to] : [to, from];
  const y = left.y + Math.round(Math.min(left.h, right.h) * 0.3);
  const points = [[left.x + left.w, y], [right.x, y]];
  plan.links[`${a}|${b}`] = { a, b, points: from.x < to.x ? points : [...points].reverse(), mid: [Math.round((points[0][0] + points[1][0]) / 2), y] };
}
