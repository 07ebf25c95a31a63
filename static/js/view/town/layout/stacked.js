// A phone: everything below each other; events go along a way at the right, calls and links along
// one at the left, so that no line meets a card.

import { isAsked } from "./rows.js";
import { bands, newPlan, placesOf, ports, publisherHeight, putPlace, readerHeight, serviceHeight, stack } from "./common.js";

const LEFT = 24;
const RIGHT = 34;

/** The plan for `who` on a narrow screen. */
export function stackedPlan(who, size, m) {
  const plan = newPlan("stacked", m);
  const u = m.text;
  const frame = { x: LEFT, w: size.w - LEFT - RIGHT, right: size.w - RIGHT };
  let y = m.gap;
  const readers = new Set(who.hubs.flatMap((hub) => bands(who, hub.id, m).flatMap((band) => band.readers.map(({ id }) => id))));
  const first = who.clients.filter(({ id }) => !readers.has(id));
  const later = who.clients.filter(({ id }) => readers.has(id));
  const put = (client) => {
    const h = client.kind === "service" ? serviceHeight(m, 3) : client.subscribes ? readerHeight(m) : publisherHeight(m);
    const box = { x: frame.x, y, w: frame.w, h };
    plan.clients[client.id] = { box, side: "right", ports: ports(box, "right"), calls: ports(box, "left"), reads: client.subscribes };
    y += h + Math.round(u * 0.9);
  };
  first.forEach(put);
  for (const hub of who.hubs) y = putHub(plan, who, hub, y, frame, m) + Math.round(u * 0.9);
  later.forEach(put);
  lanesOf(plan, who, frame);
  for (const { a, b } of who.links) putLink(plan, a, b);
  if (who.family !== "services") {
    plan.tree = { x: frame.x, y, w: frame.w, h: Math.round(u * 22) };
    y += plan.tree.h + Math.round(u * 0.9);
  }
  if (who.sagas.length > 0) {
    plan.sagas = { x: frame.x, y, w: frame.w, h: Math.round(u * (3.4 + 1.7 * who.services.length)), services: who.services.map(({ id }) => id) };
    y += plan.sagas.h + Math.round(u * 0.9);
  }
  if (isAsked(who)) {
    plan.requests = { x: frame.x, y, w: frame.w, h: Math.round(u * 9) };
    y += plan.requests.h + Math.round(u * 0.9);
  }
  plan.width = size.w;
  plan.needed = y;
  plan.height = Math.max(size.h, y);
  return plan;
}

function putHub(plan, who, hub, y, frame, m) {
  const u = m.text;
  const direct = bands(who, hub.id, m).flatMap((band) => band.places.filter(({ kind }) => kind === "direct"));
  const places = [...direct, ...placesOf(who, hub.id, m)];
  const lines = who.links.length > 0 ? 3 : 0;
  const h = Math.round(u * (2.6 + lines * 1.4 + 0.9) + stack(places.map((place) => place.h), u * 0.5));
  const box = { x: frame.x, y, w: frame.w, h };
  plan.hubs[hub.id] = { box, head: { x: box.x, y, w: box.w, h: Math.round(u * 2.6) }, compact: false, lines };
  let at = y + Math.round(u * (2.6 + lines * 1.4));
  for (const place of places) {
    putPlace(plan, place, { x: box.x + 6, y: at, w: box.w - 12, h: place.h }, m, hub.id);
    at += Math.round(place.h + u * 0.5);
  }
  return y + h;
}

function lanesOf(plan, who, frame) {
  const ids = who.clients.map(({ id }) => id).filter((id) => plan.clients[id]);
  ids.forEach((id, i) => {
    plan.clients[id].lane = Math.round(frame.right + 6 + ((RIGHT - 12) * (i + 1)) / (ids.length + 1));
  });
}

function putLink(plan, a, b) {
  const [from, to] = [plan.hubs[a]?.box, plan.hubs[b]?.box];
  if (!from || !to) return;
  const lane = LEFT - 8 - (Object.keys(plan.links).length % 3) * 5;
  const [one, two] = [Math.round(from.y + from.h * 0.4), Math.round(to.y + to.h * 0.6)];
  plan.links[`${a}|${b}`] = { a, b, points: [[from.x, one], [lane, one], [lane, two], [to.x, two]], mid: [lane, Math.round((one + two) / 2)] };
}
