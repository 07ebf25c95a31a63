// The eye should learn: a partition's log is a strip of numbered slots, the same numbers on every
// replica. The leader wears the crown; followers hold copies; what is dashed is not yet safe.

import { set, show, svg, write } from "../../lib/dom.js";
import { MARKS } from "../../lib/shapes.js";
import { brokerState, partition, replicaState, windowStart } from "../../model/readings.js";
import { ghostsOf, slotsOf } from "../../model/slots.js";
import { clearChips, drawChips, drawExpiry, drawStamp, makeChips, ringPath } from "../log/chips.js";
import { drawLines, makeLines } from "../log/lines.js";
import { drawPast, makePast } from "../log/past.js";
import { drawTiles } from "../log/tiles.js";
import { stateLook } from "../states.js";
import { box, fitSize, fitted, label, makeTarget, name, place, ring, setRing, shareLeft, textWidth } from "../parts.js";

export const kind = "log";
const PLAIN_RING = new Set(["in_sync", "eligible", "out"]);

export function create(item, { layers }) {
  const node = makeTarget(layers.actors, "log", `log:${item.topic}:${item.partition}:${item.broker}`);
  node.card = svg("rect", { class: "card-box" }, node);
  node.title = label(node, "strong");
  node.pill = svg("rect", { class: "pill" }, node);
  node.pillText = label(node, "pill-text");
  node.sign = svg("path", { class: "crown" }, node);
  node.lag = ring(node, "lag-ring");
  makeChips(node);
  node.shelf = svg("path", { class: "shelf", fill: "none" }, node);
  node.shelfText = label(node, "soft", "middle");
  node.tiles = svg("g", { class: "tiles" }, node);
  node.tileNodes = new Map();
  makeLines(node);
  makePast(node);
  return node;
}

export function update(node, item, ctx) {
  const { view, plan, words } = ctx;
  const { log } = item;
  const part = partition(view, item.topic, item.partition);
  const state = replicaState(view, part, item.broker);
  const replica = state.word === "none" || state.word === "empty" ? undefined : part?.replicas?.[item.broker];
  const unclean = state.word === "leader" && part.election === "unclean";
  show(node, brokerState(view, item.broker) !== "unknown");
  set(node, { class: `actor target log is-${state.word}${unclean ? " is-unclean" : ""}${part?.leader === -1 ? " no-leader" : ""}`, "data-leader": part?.leader ?? null });
  box(node.card, log.card, 12);
  const start = windowStart(part, log.slots);
  const ghosts = replica ? ghostsOf(view, item.topic, item.partition, item.broker) : [];
  const frame = { item, view, ghosts, part, replica, start, state, unclean, log, plan, words, now_us: ctx.now_us, thin: state.word !== "leader" };
  const end = pill(node, frame);
  if (replica) drawChips(node, end, frame);
  else clearChips(node);
  shelf(node, frame);
  node.stateWord = state.word;
  drawTiles(node, replica ? slotsOf(replica, ghosts, start, log.slots) : [], frame);
  drawLines(node, { ...frame, reserved: drawStamp(node, frame) });
  drawPast(node, frame);
  tick(node, item, ctx);
  name(node, words.label("aria.log", {
    topic: item.topic,
    partition: item.partition,
    broker: Number(item.broker),
    role: pillWords(frame)[0],
    start: replica?.log_start_offset ?? 0,
    end: replica?.log_end_offset ?? 0,
  }), ctx.selected === node.getAttribute("data-id"));
}

/** What the pill may say, the fullest first. */
function pillWords({ state, part, unclean, words }) {
  if (state.word === "leader") {
    const epoch = part.leader_epoch;
    return [words.label(stateLook("replica", unclean ? "unclean" : "leader").word, { epoch }), words.label("log.leader_short", { epoch })];
  }
  const { word } = stateLook("replica", state.word);
  if (!word) return [""];
  const bare = words.label(state.word === "out" && state.behind === 0 ? "log.out" : word, { n: state.behind });
  return state.word === "down" || state.word === "empty" ? [bare] : [words.label("log.copy", { state: bare }), bare];
}

/** Name and pill share a line: where it is short the name shrinks first, then the pill says less. Gives where it ends. */
function pill(node, { log, state, item, part, unclean, plan, words }) {
  const m = plan.metrics;
  const size = m.text;
  const title = `${item.topic}-${item.partition}`;
  const signed = state.word === "leader" || PLAIN_RING.has(state.word);
  const sign = signed ? size * 1.35 : 0;
  const room = log.card.w - (log.title.x - log.card.x) * 1.6;
  const wide = (text) => (text === "" ? 0 : textWidth(text, size, true) + sign + size * 1.2);
  const wordings = pillWords({ state, part, unclean, words });
  const text = wordings.find((candidate) => textWidth(title, m.text, true) + size * 0.6 + wide(candidate) <= room * 0.82) ?? wordings[wordings.length - 1];
  const w = Math.round(wide(text));
  const titleSize = fitSize(title, room - w - size * 0.6, Math.min(m.name, log.title.h * 0.72), m.text, true);
  place(node.title, log.title.x, log.title.y, titleSize, fitted(title, room - w - size * 0.5, titleSize, true));
  const h = Math.round(Math.min(size * 1.5, log.title.h - 5));
  const x = Math.round(log.title.x + Math.min(textWidth(title, titleSize, true), room - w - size * 0.5) + size * 0.6);
  const y = Math.round(log.title.y - titleSize * 0.36 - h / 2);
  show(node.pill, text !== "");
  box(node.pill, { x, y, w, h }, h / 2);
  place(node.pillText, Math.round(x + size * 0.6 + sign), Math.round(y + h / 2 + size * 0.35), size, text);
  drawSign(node, state, unclean, { x: Math.round(x + size * 1.15), y: Math.round(y + h / 2) }, m, signed && text !== "");
  node.lagAt = { x: Math.round(x + size * 1.15), y: Math.round(y + h / 2) };
  return x + w;
}

/** A crown for the leader, cracked after an unclean election; a ring for what a replica is to the in-sync set. */
function drawSign(node, state, unclean, { x, y }, m, visible) {
  show(node.sign, visible);
  if (!visible) return;
  const leads = state.word === "leader";
  const d = leads ? MARKS[unclean ? "cracked" : "crown"](m.text * 0.42) : ringPath(state.word, 0, 0, Math.round(m.text * 0.4));
  set(node.sign, { d, class: leads ? "crown" : `sign-ring is-${state.word}`, "stroke-width": leads ? null : m.stroke * 1.5, fill: leads ? null : "none", transform: `translate(${x} ${y})` });
}

/** A replica whose disk is gone, or that was not copied yet: boards with nothing on them. */
function shelf(node, { item, view, log, state, plan, words }) {
  const empty = state.word === "empty";
  show(node.shelf, empty);
  show(node.shelfText, empty);
  if (!empty) return;
  const { x, y, w, h } = log.strip;
  const board = Math.round(y + h);
  set(node.shelf, { d: `M${x} ${y}V${board + 8}M${x + w} ${y}V${board + 8}M${x} ${board}H${x + w}`, "stroke-width": plan.metrics.stroke * 1.4 });
  const why = words.label(view.brokers?.[item.broker]?.directory === undefined ? "log.not_copied" : "broker.disk_lost");
  place(node.shelfText, Math.round(x + w / 2), Math.round(y + h * 0.62), plan.metrics.text, fitted(why, w - 8, plan.metrics.text));
}

/** How long a lagging follower still counts as in sync: the pill's ring runs out. */
export function tick(node, item, { view, plan, now_us, waits }) {
  const part = partition(view, item.topic, item.partition);
  const deadline = part?.lagging?.[item.broker];
  const m = plan.metrics;
  const counts = (part?.isr ?? []).includes(Number(item.broker)) && part?.leader !== Number(item.broker);
  const running = deadline !== undefined && counts && node.stateWord === "in_sync" && node.lagAt;
  setRing(node.lag, node.lagAt?.x ?? 0, node.lagAt?.y ?? 0, m.text * 0.5, m.stroke * 1.7, running ? shareLeft(deadline, waits.lag_us, now_us) : null);
  if (running) show(node.sign, false);
  drawExpiry(node, plan, now_us);
}
