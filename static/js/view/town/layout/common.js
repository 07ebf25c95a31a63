// Pieces of a plan that all layouts of these families share: rows for queues and logs, cards for
// programs, and who stands with whom.

/** Sizes in lines of text of what stands inside cards. */
export const LINES = { head: 2.5, direct: 2.0, queueTitle: 1.55, tapeTitle: 1.55, offsets: 1.25, mark: 1.2, card: 3.1, quick: 2.5, note: 1.35 };

export function clamp(value, least, most) {
  return Math.round(Math.max(least, Math.min(most, value)));
}

/** Width and height of an event's tile. */
export function tileSize(m) {
  return { w: Math.round(m.tile * 1.3), h: m.tile };
}

export function queueHeight(m) {
  return Math.round(m.text * (LINES.queueTitle + 0.7) + m.tile + 6);
}

export function tapeHeight(m, readers) {
  return Math.round(m.text * (LINES.tapeTitle + LINES.offsets + LINES.mark * Math.max(1, Math.min(3, readers)) + 0.5) + m.tile + 6);
}

export function directHeight(m) {
  return Math.round(m.text * LINES.direct);
}

/** A row of slots inside `box`, under its title; `cell` is the distance from slot to slot. */
function strip(box, m, title) {
  const pad = Math.round(m.text * 0.6);
  const cell = tileSize(m).w + 4;
  const w = box.w - 2 * pad;
  const slots = Math.max(2, Math.floor(w / cell));
  return { x: box.x + pad, y: Math.round(box.y + title * m.text), w, h: m.tile + 6, cell, slots };
}

export function queuePlan(box, m, hub, readers) {
  const row = strip(box, m, LINES.queueTitle);
  return { kind: "queue", hub, readers, box, strip: row, port: { x: box.x + box.w, y: Math.round(row.y + row.h / 2) } };
}

export function tapePlan(box, m, hub, readers) {
  const row = strip(box, m, LINES.tapeTitle);
  return { kind: "tape", hub, readers, box, strip: row, port: { x: box.x + box.w, y: Math.round(row.y + row.h / 2) } };
}

export function directPlan(box, hub, reader) {
  return { kind: "direct", hub, readers: [reader], box, port: { x: box.x + box.w, y: Math.round(box.y + box.h / 2) } };
}

/** Queues and logs of a broker and its direct readers' places, each as {id, kind, readers, h}. */
export function placesOf(who, hub, m) {
  const queues = who.queues.filter((row) => row.broker === hub).map((row) => ({ id: row.id, kind: "queue", readers: row.readers ?? [], h: queueHeight(m) }));
  const logs = who.logs.filter((row) => row.broker === hub).map((row) => ({ id: row.id, kind: "tape", readers: row.readers ?? [], h: tapeHeight(m, (row.readers ?? []).length) }));
  return [...queues, ...logs];
}

export const isDirect = (client) => (client.wants ?? []).some(([filter, memory]) => memory === "direct" && filter);

/**
 * Readers and places that belong together, in the order of the readers: [{places, readers}]; a place without a reader
 * stands at the end.
 */
export function bands(who, hub, m) {
  const places = placesOf(who, hub, m);
  const readers = who.clients.filter((client) => client.broker === hub && (client.subscribes || places.some((place) => place.readers.includes(client.id))));
  const out = [];
  const seen = new Set();
  for (const reader of readers) {
    if (seen.has(reader.id)) continue;
    const band = { places: [], readers: [] };
    gather(reader.id, band, readers, places, m, seen);
    out.push(band);
  }
  const orphans = places.filter((place) => !out.some((band) => band.places.some((row) => row.id === place.id)));
  return [...out, ...orphans.map((place) => ({ places: [place], readers: [] }))];
}

function gather(id, band, readers, places, m, seen) {
  if (seen.has(id)) return;
  const reader = readers.find((row) => row.id === id);
  if (!reader) return;
  seen.add(id);
  band.readers.push(reader);
  if (isDirect(reader) || !places.some((place) => place.readers.includes(id))) band.places.push({ id: `direct:${id}`, kind: "direct", readers: [id], h: directHeight(m) });
  for (const place of places.filter((row) => row.readers.includes(id) && !band.places.some((known) => known.id === row.id))) {
    band.places.push(place);
    for (const other of place.readers) gather(other, band, readers, places, m, seen);
  }
}

/** Puts the plan of a place into `plan` at a box. */
export function putPlace(plan, place, box, m, hub) {
  if (place.kind === "queue") plan.queues[place.id] = queuePlan(box, m, hub, place.readers);
  else if (place.kind === "tape") plan.tapes[place.id] = tapePlan(box, m, hub, place.readers);
  else plan.directs[place.readers[0]] = directPlan(box, hub, place.readers[0]);
}

/** An empty plan; `columns` stays empty, since no layout here is wider than its screen. */
export function newPlan(shape, m) {
  return { shape, width: 0, height: 0, metrics: m, columns: [], hubs: {}, queues: {}, tapes: {}, directs: {}, clients: {}, links: {}, streets: {}, cards: {}, gutters: { right: { x: 0 } }, tree: null, sagas: null, requests: null };
}

/** Doors of a card on one of its sides: one for what leaves, one for what comes in. */
export function ports(box, side) {
  if (side === "left" || side === "right") {
    const x = side === "right" ? box.x + box.w : box.x;
    return { out: { x, y: Math.round(box.y + box.h * 0.36) }, in: { x, y: Math.round(box.y + box.h * 0.64) } };
  }
  const y = side === "bottom" ? box.y + box.h : box.y;
  return { out: { x: Math.round(box.x + box.w * 0.36), y }, in: { x: Math.round(box.x + box.w * 0.64), y } };
}

/** Heights below each other with a gap between them. */
export function stack(heights, gap) {
  return heights.reduce((sum, h) => sum + h, 0) + gap * Math.max(0, heights.length - 1);
}

/** A reader's card: name, state, inbox and work, and a line for what it lost. */
export function readerHeight(m) {
  return Math.round(m.text * 5.6 + m.tile + 6);
}

export function publisherHeight(m) {
  return Math.round(m.text * 8.1);
}

/** A service's card: name, state, work and inbox, then its stores as far as there is room. */
export function serviceHeight(m, rows = 2) {
  return Math.round(m.text * (5.4 + 1.35 * rows) + m.tile + 6);
}
