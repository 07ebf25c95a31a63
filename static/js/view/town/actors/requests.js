// The eye should learn: a request has two clocks. One stops when somebody has accepted it, the other
// when all of its work is done; answering sooner is not always finishing sooner.

import { keyed, set, show, svg } from "../../../lib/dom.js";
import { box, fitted, label, place } from "../../parts.js";
import { round, tenths } from "../parts.js";

export const kind = "requests";

export function create(_item, { layers }) {
  const node = svg("g", { class: "actor requests" }, layers.actors);
  node.card = svg("rect", { class: "card-box" }, node);
  node.title = label(node, "strong");
  node.rows = svg("g", {}, node);
  node.known = new Map();
  return node;
}

/** The newest requests: {n, service, operation, key, at_us, outcome, waited_us, took_us, running}. */
export function requestRows(view) {
  const answers = new Map((view.accepted ?? []).map(([request, , outcome, waited_us]) => [request, { outcome, waited_us }]));
  return [...(view.requests ?? [])].reverse().map(([n, service, operation, key, correlation, at_us]) => {
    const saga = view.sagas?.[correlation];
    return { n, service, operation, key, at_us, outcome: null, waited_us: null, ...answers.get(n), took_us: saga?.took_us ?? null, running: saga !== undefined && saga.took_us === undefined };
  });
}

export function update(node, item, ctx) {
  const { view, plan, words } = ctx;
  const area = plan.requests;
  const m = plan.metrics;
  const most = Math.max(0, Math.floor((area.h - m.text * 2.4) / frameOf(area, m).pitch));
  node.shown = requestRows(view).slice(0, most);
  show(node, node.shown.length > 0);
  box(node.card, area, 14);
  place(node.title, area.x + m.text * 0.8, Math.round(area.y + m.text * 1.5), m.text, fitted(words.label("town.requests"), area.w - m.text * 1.6, m.text, true));
  keyed(node.rows, node.known, node.shown.map(({ n }) => String(n)), () => makeRow(node.rows));
  tick(node, item, ctx);
}

/** Name, bar and words side by side; on a narrow screen the bar stands below the words. */
function frameOf(area, m) {
  const u = m.text;
  const x = area.x + u * 0.8;
  const inner = area.w - u * 1.6;
  const narrow = area.w < u * 44;
  const nameWidth = narrow ? inner * 0.36 : Math.min(area.w * 0.24, u * 16);
  const words = narrow ? inner - nameWidth : Math.min(area.w * 0.42, u * 26);
  if (narrow) return { pitch: u * 3.1, nameWidth, words, textX: x + nameWidth, bar: { x, w: inner, down: u * 1.35 } };
  const bar = { x: x + nameWidth, w: inner - nameWidth - words - u * 0.7, down: 0 };
  return { pitch: u * 2.1, nameWidth, words, textX: bar.x + bar.w + u * 0.7, bar };
}

function makeRow(parent) {
  const node = svg("g", { class: "request" }, parent);
  node.name = label(node, "strong");
  node.track = svg("rect", { class: "bar-track", rx: 4 }, node);
  node.done = svg("rect", { class: "request-done", rx: 4 }, node);
  node.accepted = svg("rect", { class: "request-accepted", rx: 4 }, node);
  node.text = label(node, "soft");
  return node;
}

/** Bars on one scale for all rows, so that their lengths can be compared. */
export function tick(node, _item, { plan, words, now_us }) {
  const area = plan.requests;
  const m = plan.metrics;
  const rows = node.shown.map((row) => {
    const open_us = Math.max(0, now_us - (row.at_us ?? now_us));
    return { ...row, accepted_us: row.waited_us ?? open_us, done_us: row.took_us ?? (row.running ? open_us : 0) };
  });
  const longest = Math.max(1_000_000, ...rows.map((row) => Math.max(row.accepted_us, row.done_us)));
  const frame = frameOf(area, m);
  rows.forEach((row, i) => setRow(node.known.get(String(row.n)), row, longest, { area, m, words, frame, y: Math.round(area.y + m.text * 2.5 + frame.pitch * i) }));
}

function setRow(node, row, longest, { area, m, words, frame, y: line }) {
  const { bar } = frame;
  const h = m.text * 1.2;
  const y = round(line + bar.down);
  const wide = (us) => round(Math.max(us > 0 ? 3 : 0, (bar.w * us) / longest));
  set(node, { class: `request is-${row.outcome ?? "open"}`, "data-request": row.n, "data-outcome": row.outcome ?? "open" });
  place(node.name, area.x + m.text * 0.8, Math.round(line + m.text * 0.95), m.text, fitted(`${row.n}  ${row.operation} ${row.key ?? ""}`, frame.nameWidth - m.text, m.text, true));
  set(node.track, { x: bar.x, y, width: round(bar.w), height: h });
  set(node.done, { x: bar.x, y, width: wide(row.done_us), height: h });
  set(node.accepted, { x: bar.x, y: round(y + h * 0.22), width: wide(row.accepted_us), height: round(h * 0.56) });
  const text = requestText(row, words);
  place(node.text, Math.round(frame.textX), Math.round(line + m.text * 0.95), m.text, fitted(text, frame.words, m.text));
}

/** "accepted after 60 ms, all done after 2.4 s". */
export function requestText(row, words) {
  const time = words.duration(row.outcome === null ? tenths(row.accepted_us) : row.accepted_us);
  const first = row.outcome === null ? words.label("town.request_open", { time }) : row.accepted_us < 1000 ? words.label("town.request_at_once", { outcome: words.label(`town.outcome_${row.outcome}`) }) : words.label("town.request_accepted", { outcome: words.label(`town.outcome_${row.outcome}`), time });
  const then = row.took_us !== null ? words.label("town.request_done", { time: words.duration(row.took_us) }) : row.running ? words.label("town.request_running", { time: words.duration(tenths(row.done_us)) }) : "";
  return [first, then].filter(Boolean).join(", ");
}

