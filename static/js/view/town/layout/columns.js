// Publish and subscribe: publishers, then the broker with one row per place, then readers, each at
// the height of what it reads; the topic tree stands at the side. Everything flows to the right.

import { bands, clamp, newPlan, ports, publisherHeight, putPlace, readerHeight, stack } from "./common.js";

/** The plan for `who` on a wide screen at one size of text. */
export function columnsPlan(who, size, m) {
  const plan = newPlan("columns", m);
  const frame = frameOf(who, size, m);
  const sections = who.hubs.map((hub) => section(who, hub, m));
  const gap = Math.round(m.text * 1.1);
  const top = m.gap + 2;
  const spare = Math.max(0, size.h - top - m.gap - stack(sections.map(({ h }) => h), gap));
  let y = top;
  for (const row of sections) {
    const extra = Math.min(spare / sections.length, Math.max(1, row.bands.length) * m.text * 11);
    y = putSection(plan, row, y, extra, frame, m) + gap;
  }
  plan.width = size.w;
  plan.height = Math.max(size.h, y - gap + m.gap);
  plan.needed = y - gap + m.gap;
  plan.tree = { ...frame.side, y: top, h: Math.max(y - gap - top, Math.min(m.text * 30, plan.height - m.gap - top)) };
  plan.height = Math.max(plan.height, plan.tree.y + plan.tree.h + m.gap);
  return plan;
}

function frameOf(who, size, m) {
  const u = m.text;
  const edge = clamp(size.w / 80, 10, 24);
  const left = clamp(size.w * 0.13, u * 10.4, u * 15);
  const right = clamp(size.w * 0.19, u * 12.6, u * 21);
  const side = clamp(size.w * 0.22, u * 15, u * 25);
  const gutter = clamp(size.w * 0.045, u * 2.8, u * 5.4);
  const middle = size.w - 2 * edge - left - right - 2 * gutter - side - u;
  const hub = edge + left + gutter;
  const readers = hub + middle + gutter;
  return {
    left: { x: edge, w: left },
    hub: { x: hub, w: middle },
    right: { x: readers, w: right },
    side: { x: readers + right + u, w: side },
    gutters: { left: { x: edge + left, w: gutter }, right: { x: hub + middle, w: gutter } },
  };
}

/** One broker with its bands and the publishers that are attached to it. */
function section(who, hub, m) {
  const u = m.text;
  const rows = bands(who, hub.id, m).map((band) => ({ ...band, h: Math.max(stack(band.places.map(({ h }) => h), u * 0.5), stack(band.readers.map(() => readerHeight(m)), u * 0.7)) }));
  const reading = new Set(rows.flatMap((band) => band.readers.map(({ id }) => id)));
  const publishers = who.clients.filter((client) => client.broker === hub.id && !reading.has(client.id));
  const body = stack(rows.map(({ h }) => h), u * 0.9);
  const h = Math.max(u * 3.4 + body, stack(publishers.map(() => publisherHeight(m)), u), u * 8);
  return { hub, bands: rows, publishers, h: Math.round(h) };
}

function putSection(plan, row, y, extra, frame, m) {
  const u = m.text;
  const h = Math.round(row.h + extra);
  const box = { x: frame.hub.x, y, w: frame.hub.w, h };
  plan.hubs[row.hub.id] = { box, head: { x: box.x, y, w: box.w, h: Math.round(u * 2.6) }, compact: false };
  const body = stack(row.bands.map((band) => band.h), u * 0.9);
  const each = Math.max(0, (h - u * 3.4 - body) / Math.max(1, row.bands.length));
  let at = y + u * 2.6;
  for (const band of row.bands) {
    putBand(plan, row.hub.id, band, Math.round(at), Math.round(band.h + each), frame, m);
    at += band.h + each + u * 0.9;
  }
  putPublishers(plan, row, y, h, frame, m);
  lanesOf(plan, row, frame);
  return y + h;
}

function putBand(plan, hub, band, y, room, frame, m) {
  const u = m.text;
  const pad = Math.round(u * 0.7);
  let at = y + Math.round((room - stack(band.places.map(({ h }) => h), u * 0.5)) / 2);
  for (const place of band.places) {
    putPlace(plan, place, { x: frame.hub.x + pad, y: at, w: frame.hub.w - 2 * pad, h: place.h }, m, hub);
    at += Math.round(place.h + u * 0.5);
  }
  const grown = (room - u * 0.7 * (band.readers.length - 1)) / Math.max(1, band.readers.length);
  const height = Math.max(readerHeight(m), Math.round(Math.min(grown, readerHeight(m) * 1.25)));
  at = y + Math.round((room - stack(band.readers.map(() => height), u * 0.7)) / 2);
  for (const reader of band.readers) {
    const box = { x: frame.right.x, y: at, w: frame.right.w, h: height };
    plan.clients[reader.id] = { box, side: "left", ports: ports(box, "left"), reads: true };
    at += Math.round(height + u * 0.7);
  }
}

function putPublishers(plan, row, y, h, frame, m) {
  const count = row.publishers.length;
  if (count === 0) return;
  const step = Math.min((h + m.text) / count, publisherHeight(m) * 1.9);
  const height = Math.round(Math.min(publisherHeight(m) * 1.1, step - m.text));
  const top = y + Math.round((h - step * count + m.text) / 2);
  row.publishers.forEach((client, i) => {
    const box = { x: frame.left.x, y: Math.round(top + i * step), w: frame.left.w, h: height };
    plan.clients[client.id] = { box, side: "right", ports: ports(box, "right"), reads: false };
  });
}

/** Each program has an upright way of its own in its gutter, so that lines do not lie on each other. */
function lanesOf(plan, row, frame) {
  const put = (ids, gutter) => ids.forEach((id, i) => {
    plan.clients[id].lane = Math.round(gutter.x + 8 + ((gutter.w - 16) * (i + 1)) / (ids.length + 1));
  });
  put(row.publishers.map(({ id }) => id), frame.gutters.left);
  put(row.bands.flatMap((band) => band.readers.map(({ id }) => id)), frame.gutters.right);
}
