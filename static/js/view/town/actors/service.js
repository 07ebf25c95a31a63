// The eye should learn: a service has workers, which a call keeps busy until it is answered, and a
// state of its own, which other services learn about later: each value shows its version and whether
// others are ahead of it.

import { keyed, set, show, svg, write } from "../../../lib/dom.js";
import { clientState, divergence, entriesOf, lastRead, lostAt, openCalls } from "../../../model/town/readings.js";
import { fitted, label, makeTarget, name, place, textWidth } from "../../parts.js";
import { pill, round, setGhost, setPill } from "../parts.js";
import { frame, head, heldText, inboxOf, stateWord } from "./client.js";

export const kind = "service";

export function create(item, ctx) {
  const node = makeTarget(ctx.layers.actors, "service", `service:${item.id}`);
  frame(node, item);
  node.frames = svg("g", { class: "frames" }, node);
  node.frameNodes = new Map();
  node.stores = svg("g", { class: "stores" }, node);
  node.rowNodes = new Map();
  node.foot = label(node, "soft");
  node.stamp = pill(node, "stamp");
  return node;
}

export function update(node, item, ctx) {
  const { view, plan, words } = ctx;
  const spot = plan.clients[item.id];
  const m = plan.metrics;
  const known = view.services?.[item.id];
  const state = clientState(view, item.id);
  const { x, y, w, h } = spot.box;
  const pad = Math.round(m.text * 0.8);
  head(node, item, state, spot, ctx);
  tick(node, item, ctx);
  const inner = { x: x + pad, y: Math.round(y + m.text * 3.5), w: w - 2 * pad };
  inboxOf(node, item.id, true, inner, ctx, known?.workers ?? 1);
  frames(node, item, inner, ctx);
  const top = inner.y + m.tile + 6 + m.text * 0.5;
  const bottom = y + h - m.text * 1.75;
  storesOf(node, item, { x: inner.x, y: top, w: inner.w, h: bottom - top }, ctx);
  foot(node, item, inner, Math.round(y + h - m.text * 0.95), ctx);
  set(node.card, { "data-calls": (openCalls(view).filter((row) => row.caller === item.id)).length });
  name(node, words.label("town.aria_service", { service: item.id, state: stateWord(state, words), workers: known?.workers ?? 1 }), ctx.selected === `service:${item.id}`);
}

/** The line under the name runs on: who it waits for and how long, or how its last request went. */
export function tick(node, item, { view, plan, words }) {
  const spot = plan.clients[item.id];
  const m = plan.metrics;
  const { x, y, w } = spot.box;
  const pad = Math.round(m.text * 0.8);
  const calls = openCalls(view).filter((row) => row.caller === item.id);
  const waits = calls.length > 0;
  set(node.line, { class: waits ? "waits-text" : "soft" });
  place(node.line, x + pad, Math.round(y + m.text * 2.95), m.text, node.below ? "" : fitted(statusText(item, calls, { view, words }), w - 2 * pad, m.text, waits));
}

function statusText(item, calls, { view, words }) {
  if (calls.length > 0) return words.label("town.waits_for", { service: calls[0].service, n: calls.length });
  const mode = view.services?.[item.id]?.mode;
  return mode ? words.label("town.mode", { mode: words.has(`mode.${mode}`) ? words.label(`mode.${mode}`) : mode }) : words.label("kind.service");
}

/** Workers that are busy with a request or a call, as words over their places. */
function frames(node, item, { x, y, w }, { view, plan }) {
  const m = plan.metrics;
  const busy = Object.entries(view.frames?.[item.id] ?? {}).filter(([slot]) => view.work?.[item.id]?.[slot] === undefined);
  keyed(node.frames, node.frameNodes, busy.map(([slot]) => slot), () => pill(node.frames, "frame-pill"));
  busy.forEach(([slot, text], i) => setPill(node.frameNodes.get(slot), text, x + w, Math.round(y + m.tile / 2 + 3) + i * 0, m, { most: w * 0.9 }));
  busy.slice(1).forEach(([slot]) => show(node.frameNodes.get(slot), false));
  set(node, { "data-busy": busy.length + Object.keys(view.work?.[item.id] ?? {}).length });
}

/** Rows "key  value  v3" as far as there is room; a row that is not the newest says so. */
function storesOf(node, item, area, ctx) {
  const { view, plan } = ctx;
  const m = plan.metrics;
  const line = m.text * 1.35;
  const entries = entriesOf(view, item.id);
  const stores = [...new Set(entries.map(({ store }) => store))];
  const most = Math.max(0, Math.floor(area.h / line));
  const titled = stores.length > 0 && entries.length + stores.length <= most;
  const rows = (titled ? stores.flatMap((store) => [{ id: `${store}/`, title: store }, ...entries.filter((row) => row.store === store).map((row) => ({ id: `${store}/${row.key}`, ...row }))]) : entries.map((row) => ({ id: `${row.store}/${row.key}`, ...row }))).slice(0, most);
  keyed(node.stores, node.rowNodes, rows.map(({ id }) => id), () => makeRow(node.stores));
  rows.forEach((row, i) => setRow(node.rowNodes.get(row.id), row, item.id, area.x, Math.round(area.y + line * (i + 0.75)), area.w, ctx));
}

function makeRow(parent) {
  const node = svg("g", { class: "entry" }, parent);
  node.back = svg("rect", { class: "entry-back", rx: 4 }, node);
  node.key = label(node, "entry-key");
  node.value = label(node, "entry-value", "end");
  node.mark = label(node, "entry-mark", "end");
  return node;
}

function setRow(node, row, service, x, y, w, { view, plan, words }) {
  const m = plan.metrics;
  const titled = row.title !== undefined;
  const apart = titled ? null : divergence(view, service, row);
  const mark = apart ? (apart.differs ? words.label("town.differs") : words.label("town.behind", { n: apart.behind })) : "";
  const version = !titled && row.version > 0 ? words.label("town.version", { version: row.version }) : "";
  set(node, { class: `entry${titled ? " is-title" : ""}${apart ? (apart.differs ? " is-apart" : " is-behind") : ""}`, "data-entry": titled ? null : `${row.store}/${row.key}`, "data-version": titled ? null : row.version });
  show(node.back, Boolean(apart));
  if (apart) set(node.back, { x: round(x - 3), y: Math.round(y - m.text * 0.95), width: w + 6, height: Math.round(m.text * 1.3) });
  const right = mark || version;
  const rightWidth = textWidth(right, m.text, mark !== "") + (right ? m.text * 0.5 : 0);
  place(node.mark, x + w, y, m.text, right);
  const value = titled ? "" : String(row.value ?? "");
  const keyText = fitted(titled ? row.title : row.key, (w - rightWidth) * (value ? 0.5 : 1), m.text, titled);
  place(node.key, x, y, m.text, keyText);
  const room = w - rightWidth - textWidth(keyText, m.text, titled) - m.text * 0.5;
  place(node.value, round(x + w - rightWidth), y, m.text, fitted(value, room, m.text, true));
}

/** What waits to leave, the newest reading with its stamp, and what was lost. */
function foot(node, item, { x, w }, y, ctx) {
  const { view, plan, words } = ctx;
  const m = plan.metrics;
  const lost = lostAt(view, item.id);
  const read = lastRead(view, item.id);
  const outbox = view.outbox?.[item.id] ?? 0;
  const held = view.held?.[item.id] ?? 0;
  const kept = outbox > 0 ? words.label("town.outbox", { n: outbox }) : heldText(held, w, words, m);
  setPill(node.held, lost.length > 0 ? "" : kept, x, y, m, { align: "left", most: w });
  setGhost(node.ghost, lost, x, y, w, ctx);
  const free = lost.length === 0 && kept === "";
  setPill(node.stamp, free && read ? stampText(read, words) : "", x, y, m, { align: "left", most: w });
  set(node.stamp, { class: `town-pill stamp${read?.behind > 0 ? " is-behind" : ""}` });
  place(node.foot, x, Math.round(y + m.text * 0.36), m.text, "");
}

/** "ada: 2 behind, 3 s old" or "ada: newest". */
export function stampText(read, words) {
  return words.label(read.behind > 0 ? "town.read_behind" : "town.read_newest", { key: read.key, n: read.behind, time: words.duration(read.behind_us), value: String(read.value ?? "") });
}

export function remove(node) {
  write(node.foot, "");
}
