// A mesh: brokers on a map with straight links between them, the programs of each broker at the
// side where it stands, the topic tree at the edge. A later broker takes the next free spot.

import { clamp, newPlan, placesOf, publisherHeight, putPlace, readerHeight, stack } from "./common.js";

/** Spots of up to four brokers in shares of the map; more stand on an ellipse. */
const THREE = [[-1, -1], [1, -1], [0, 1]];
const FOUR = [[-1, -1], [1, -1], [1, 1], [-1, 1]];
const WIDTHS = [1, 0.86, 0.72, 0.6, 0.5];

/** The plan for `who` on a wide screen at one size of text: cards as wide as they can be without a link meeting one. */
export function mapPlan(who, size, m) {
  for (const share of WIDTHS) {
    const plan = planAt(who, size, m, share);
    if (share === WIDTHS[WIDTHS.length - 1] || linksAreClear(plan)) return plan;
  }
  throw new Error("the last width is always taken");
}

function planAt(who, size, m, share) {
  const plan = newPlan("map", m);
  const frame = frameOf(who, size, m, share);
  const heights = new Map(who.hubs.map((hub) => [hub.id, hubHeight(who, hub, m, frame.compact)]));
  const tallest = Math.max(...heights.values(), m.text * 4);
  const room = Math.max(size.h - 2 * m.gap - 2, tallest * 2 + m.text * 7, columnsNeed(who, m));
  const area = { x: frame.map.x, y: m.gap + 2, w: frame.map.w, h: room };
  const spots = spotsOf(who);
  for (const hub of who.hubs) putHub(plan, who, hub, spots.get(hub.id), area, frame.hubW, heights.get(hub.id), m);
  putClients(plan, who, spots, frame, area, m);
  for (const { a, b } of who.links) putLink(plan, a, b);
  for (const client of Object.values(plan.clients)) attach(plan, client);
  plan.width = size.w;
  plan.needed = area.y + area.h + m.gap;
  plan.height = Math.max(size.h, plan.needed);
  plan.tree = { ...frame.side, y: area.y, h: plan.height - m.gap - area.y };
  return plan;
}

/** No link meets a card but its own two, and no two cards meet. */
function linksAreClear(plan) {
  const boxes = Object.entries(plan.hubs);
  const free = Object.values(plan.links).every(({ a, b, points }) => boxes.every(([id, { box }]) => id === a || id === b || !meets(points, box)));
  const apart = boxes.every(([, { box }], i) => boxes.slice(i + 1).every(([, { box: other }]) => box.x + box.w < other.x || other.x + other.w < box.x || box.y + box.h < other.y || other.y + other.h < box.y));
  return free && apart;
}

function frameOf(who, size, m, share) {
  const u = m.text;
  const edge = clamp(size.w / 80, 10, 24);
  const compact = who.hubs.length > 6;
  const cards = clamp(size.w * 0.155, u * 11.6, u * 17);
  const side = clamp(size.w * 0.21, u * 15, u * 25);
  const gutter = clamp(size.w * 0.03, u * 1.6, u * 4);
  const left = { x: edge, w: cards };
  const right = { x: size.w - edge - side - u - cards, w: cards };
  const map = { x: edge + cards + gutter, w: right.x - gutter - (edge + cards + gutter) };
  return { left, right, map, compact, hubW: Math.round(clamp(map.w * (compact ? 0.22 : 0.42), u * (compact ? 8.4 : 11), u * 21) * share), side: { x: size.w - edge - side, w: side } };
}

/** Spots in the order of the scenario, main brokers first; an edge broker takes the free corner nearest to its neighbour. */
function spotsOf(who) {
  const count = who.hubs.length;
  if (count === 1) return new Map([[who.hubs[0].id, [0, -0.2]]]);
  const main = who.hubs.filter(({ edge }) => !edge);
  const edges = who.hubs.filter(({ edge }) => edge);
  if (count > FOUR.length) return new Map([...main, ...edges].map((hub, i) => [hub.id, onEllipse(i, count)]));
  const free = count <= THREE.length ? [...THREE] : [...FOUR];
  const out = new Map();
  const take = (hub, spot) => {
    out.set(hub.id, spot);
    free.splice(free.indexOf(spot), 1);
  };
  for (const hub of main) take(hub, free[0]);
  for (const hub of edges) take(hub, nearest(hub, out, free, who));
  return out;
}

const onEllipse = (i, count) => {
  const angle = -Math.PI / 2 + Math.PI / count + (2 * Math.PI * i) / count;
  return [Math.cos(angle), Math.sin(angle)];
};

function nearest(hub, known, free, who) {
  const link = who.links.find(({ a, b }) => (a === hub.id && known.has(b)) || (b === hub.id && known.has(a)));
  const at = link ? known.get(link.a === hub.id ? link.b : link.a) : null;
  const far = ([x, y]) => (at ? Math.hypot(x - at[0], y - at[1]) : 0);
  return free.reduce((best, spot) => (far(spot) < far(best) ? spot : best));
}

export function hubHeight(who, hub, m, compact) {
  const u = m.text;
  if (compact) return Math.round(u * 4.2);
  return Math.round(u * 7.2 + stack(placesOf(who, hub.id, m).map(({ h }) => h), u * 0.4) + (placesOf(who, hub.id, m).length > 0 ? u * 0.6 : 0));
}

function putHub(plan, who, hub, [sx, sy], area, w, h, m) {
  const u = m.text;
  const x = Math.round(area.x + (area.w - w) / 2 + (sx * (area.w - w)) / 2);
  const y = Math.round(area.y + (area.h - h) / 2 + (sy * (area.h - h)) / 2);
  const box = { x, y, w, h };
  plan.hubs[hub.id] = { box, head: { x, y, w, h: Math.round(u * 2.4) }, compact: h < u * 5, spot: [sx, sy] };
  if (h < u * 5) return;
  let at = y + Math.round(u * 7.2);
  for (const place of placesOf(who, hub.id, m)) {
    putPlace(plan, place, { x: x + 6, y: at, w: w - 12, h: place.h }, m, hub.id);
    at += Math.round(place.h + u * 0.4);
  }
}

/** Programs by the side on which they stand: that of their broker; those of a broker in the middle share out. */
function sidesOf(who, spots) {
  const sides = { left: [], right: [] };
  const middle = [];
  for (const client of who.clients) {
    const [sx, sy] = spots.get(client.broker) ?? [-1, 0];
    const row = { client, sy };
    if (Math.abs(sx) < 0.2) middle.push(row);
    else sides[sx < 0 ? "left" : "right"].push(row);
  }
  for (const row of middle) sides[sides.left.length <= sides.right.length ? "left" : "right"].push(row);
  return sides;
}

const cardHeight = (client, m) => (client.subscribes ? readerHeight(m) : publisherHeight(m));

function columnsNeed(who, m) {
  const sides = sidesOf(who, spotsOf(who));
  return Math.max(...Object.values(sides).map((rows) => stack(rows.map(({ client }) => cardHeight(client, m)), m.text)), 0);
}

function putClients(plan, who, spots, frame, area, m) {
  for (const [side, rows] of Object.entries(sidesOf(who, spots))) {
    const column = frame[side];
    const wanted = rows.map(({ client, sy }) => ({ client, h: cardHeight(client, m), y: centre(plan.hubs[client.broker]?.box, sy, area) - cardHeight(client, m) / 2 }));
    wanted.sort((a, b) => a.y + a.h / 2 - (b.y + b.h / 2));
    for (const { client, h, y } of settled(wanted, area, m.text)) plan.clients[client.id] = { box: { x: column.x, y, w: column.w, h }, side: side === "left" ? "right" : "left", hub: client.broker, reads: client.subscribes };
  }
}

const centre = (box, sy, area) => (box ? box.y + box.h / 2 : area.y + area.h * (0.5 + sy / 2));

/** Cards as near to their wish as they can stand without touching, inside the area. */
function settled(rows, area, gap) {
  const out = rows.map((row) => ({ ...row }));
  let least = area.y;
  for (const row of out) {
    row.y = Math.max(row.y, least);
    least = row.y + row.h + gap;
  }
  let most = area.y + area.h;
  for (const row of [...out].reverse()) {
    row.y = Math.round(Math.min(row.y, most - row.h));
    most = row.y - gap;
  }
  return out;
}

function putLink(plan, a, b) {
  const [from, to] = [plan.hubs[a]?.box, plan.hubs[b]?.box];
  if (!from || !to) return;
  const points = [edgePoint(from, to), edgePoint(to, from)];
  plan.links[`${a}|${b}`] = { a, b, points, mid: [Math.round((points[0][0] + points[1][0]) / 2), Math.round((points[0][1] + points[1][1]) / 2)] };
}

const mid = (box) => [box.x + box.w / 2, box.y + box.h / 2];

/** Where the line from one card's middle to another's leaves the first card. */
export function edgePoint(box, other) {
  const [cx, cy] = mid(box);
  const [ox, oy] = mid(other);
  const share = Math.min(ox === cx ? Infinity : box.w / 2 / Math.abs(ox - cx), oy === cy ? Infinity : box.h / 2 / Math.abs(oy - cy));
  return [Math.round(cx + (ox - cx) * share), Math.round(cy + (oy - cy) * share)];
}

/** The line between a program and its broker: straight, or around what stands in its way. */
function attach(plan, spot) {
  const hub = plan.hubs[spot.hub]?.box;
  if (!hub) return;
  const { box } = spot;
  const x = spot.side === "right" ? box.x + box.w : box.x;
  const y = Math.round(box.y + box.h / 2);
  const edge = spot.side === "right" ? hub.x : hub.x + hub.w;
  const inner = Math.round(Math.min(hub.y + hub.h - 14, Math.max(hub.y + 14, y)));
  const lane = Math.round(x + (spot.side === "right" ? 1 : -1) * plan.metrics.text * 0.8);
  const bottom = Math.max(...Object.values(plan.hubs).map(({ box: other }) => other.y + other.h)) + 6;
  const top = Math.min(...Object.values(plan.hubs).map(({ box: other }) => other.y)) - 6;
  const hubMid = Math.round(hub.x + hub.w / 2);
  const ways = [
    [[x, y], [edge, inner]],
    [[x, y], [lane, y], [lane, inner], [edge, inner]],
    [[x, y], [lane, y], [lane, Math.round(hub.y + hub.h / 2)], [edge, Math.round(hub.y + hub.h / 2)]],
    [[x, y], [lane, y], [lane, bottom], [hubMid, bottom], [hubMid, hub.y + hub.h]],
    [[x, y], [lane, y], [lane, top], [hubMid, top], [hubMid, hub.y]],
  ];
  const others = [...Object.values(plan.hubs).map(({ box: other }) => other), ...Object.values(plan.clients).map(({ box: other }) => other)].filter((other) => other !== hub && other !== box);
  spot.attach = ways.find((way) => !others.some((other) => meets(way, other))) ?? ways[1];
}

/** Whether a way of straight pieces meets a card. */
export function meets(points, box) {
  return points.slice(1).some((to, i) => pieceMeets(points[i], to, box));
}

function pieceMeets([ax, ay], [bx, by], box) {
  let [from, to] = [0, 1];
  for (const [start, delta, low, high] of [[ax, bx - ax, box.x, box.x + box.w], [ay, by - ay, box.y, box.y + box.h]]) {
    if (delta === 0) {
      if (start <= low || start >= high) return false;
      continue;
    }
    const [one, two] = [(low - start) / delta, (high - start) / delta];
    from = Math.max(from, Math.min(one, two));
    to = Math.min(to, Math.max(one, two));
  }
  return from < to;
}

