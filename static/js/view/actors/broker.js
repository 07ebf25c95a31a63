// The eye should learn: a broker is a process. It is up, starting, stopping, paused, slow, cut off or
// down; it may be the active controller and coordinate groups; its session drains between heartbeats.

import { keyed, set, show, svg, write } from "../../lib/dom.js";
import { MARKS } from "../../lib/shapes.js";
import { brokerState, coordinatedGroups, cutEnds, isActiveController, slowness_us } from "../../model/readings.js";
import { stateLook } from "../states.js";
import { box, fitted, label, makeTarget, name, place, ring, setRing, shareLeft, textWidth } from "../parts.js";

export const kind = "broker";
/** Shapes of the registry that are drawn as a sign; the others are the card itself. */
const SIGNS = new Set(["hourglass", "fence"]);

export function create(item, { layers }) {
  const node = makeTarget(layers.actors, "broker", `broker:${item.id}`);
  node.card = svg("rect", { class: "card-box" }, node);
  node.ports = svg("path", { class: "port", "data-port": `broker-${item.id}` }, node);
  node.title = label(node, "strong");
  node.duties = svg("g", { class: "duties" }, node);
  node.dutyNodes = new Map();
  node.session = ring(node, "session", "beat");
  node.scissors = svg("path", { class: "sign-mark cut-mark" }, node);
  node.titled = svg("title", {}, node);
  return node;
}

export function update(node, item, ctx) {
  const { view, plan, words } = ctx;
  const { head, ports } = plan.brokers[item.id];
  const m = plan.metrics;
  const state = brokerState(view, item.id);
  const cut = cutEnds(view, `broker-${item.id}`);
  show(node, state !== "unknown"); // its place is kept free until it comes
  set(node, { class: `actor target broker is-${state}${cut.length ? " is-cut" : ""}` });
  box(node.card, head, 12);
  set(node.ports, { d: `M${ports.out.x} ${head.y}v-6M${ports.in.x} ${head.y}v-6` });
  scissors(node, cut, head, m);
  const title = words.label("broker.name", { broker: Number(item.id) });
  const size = head.w < m.text * 18 ? m.name : m.title;
  place(node.title, head.x + m.text * 0.9, Math.round(head.y + head.h / 2 + size * 0.34), size, title);
  node.right = Math.round(head.x + head.w - m.text * (state === "up" ? 2.5 : 0.9));
  node.room = node.right - head.x - m.text * 1.6 - textWidth(title, size, true);
  duties(node, item, ctx, state);
  const spoken = [stateText(item, ctx, state), ...dutiesOf(item, ctx, state).map(({ full }) => full)].filter((text, i, all) => text && all.indexOf(text) === i).join(", ");
  name(node, words.label("aria.broker", { broker: Number(item.id), state: spoken }), ctx.selected === `broker:${item.id}`);
  write(node.titled, `${title}: ${spoken}`);
  tick(node, item, ctx);
}

export function tick(node, item, ctx) {
  const { view, plan, now_us, waits } = ctx;
  const { head } = plan.brokers[item.id];
  const m = plan.metrics;
  const state = brokerState(view, item.id);
  const share = state === "up" ? shareLeft(sessionEnd(view, item.id), waits.brokerSession_us, now_us) : null;
  setRing(node.session, head.x + head.w - m.text * 1.3, head.y + head.h / 2, m.text * 0.66, m.stroke * 2, share);
  if (state === "down") duties(node, item, ctx, state);
}

/** When the controller, or in ZooKeeper mode the ensemble, gives the broker up. */
function sessionEnd(view, id) {
  return view.brokers?.[id]?.session_deadline_at_us ?? view.zookeeper?.sessions?.[id];
}

/** Scissors where a cut broker's line meets the street. */
function scissors(node, cut, head, m) {
  show(node.scissors, cut.length > 0);
  set(node.scissors, { "data-cut": cut.length > 0 ? cut.join(" ") : null });
  if (cut.length === 0) return;
  set(node.scissors, { d: MARKS.scissors(m.text * 0.5), "stroke-width": m.stroke * 1.2, transform: `translate(${Math.round(head.x + head.w / 2)} ${Math.round(head.y - 4)})` });
}

/** Whole tenths of a second, so that a running text changes no more often than it can be read. */
function floorTo(us) {
  return Math.max(0, Math.floor(us / 100_000) * 100_000);
}

/** What a broker is now, with a mark for each: its trouble first, else its offices. */
function dutiesOf(item, ctx, state) {
  const { view, words } = ctx;
  const process = `broker-${item.id}`;
  const { shape, word } = state === "unknown" ? {} : stateLook("broker", state);
  if (state !== "up") return !word ? [] : [{ mark: SIGNS.has(shape) ? shape : null, full: stateText(item, ctx, state), short: words.label(word), trouble: true }];
  const out = [];
  const cut = cutEnds(view, process);
  const slow_us = slowness_us(view, process);
  if (cut.length > 0) {
    const ends = cut.map((end) => end.replace(/^broker-/, "")).join(", ");
    out.push({ mark: "scissors", full: words.label("broker.cut", { ends }), short: words.label("broker.cut_short", { ends }), trouble: true });
  }
  if (slow_us > 0) out.push({ mark: "snail", full: words.label("broker.slow", { latency: words.duration(slow_us) }), short: words.label("broker.slow_short", { latency: words.duration(slow_us) }), trouble: true });
  if (isActiveController(view, process)) out.push({ mark: "hat", full: words.label("voter.leader"), short: words.label("broker.controller_short") });
  if (coordinatedGroups(view, item.id).length > 0) out.push({ mark: "cap", full: words.label("broker.coordinator"), short: words.label("broker.coordinator_short") });
  return out;
}

/** All in full, else all short, else marks alone; right-aligned in the head. */
function duties(node, item, ctx, state) {
  const m = ctx.plan.metrics;
  const wanted = dutiesOf(item, ctx, state);
  const wide = (texts) => texts.reduce((sum, text, i) => sum + (wanted[i].mark ? m.text * 1.3 : 0) + (text ? textWidth(text, m.text, wanted[i].trouble) + m.text * 0.5 : 0), 0);
  const choices = ["full", "short"].map((form) => wanted.map((duty) => duty[form]));
  choices.push(wanted.map((duty) => (duty.trouble ? duty.short : "")));
  choices.push(wanted.map((duty, i) => (duty.trouble && i === 0 ? duty.short : "")));
  choices.push(wanted.map((duty, i) => (i === 0 && !duty.mark ? fitted(duty.short, node.room, m.text, true) : "")));
  const texts = choices.find((candidate) => wide(candidate) <= node.room) ?? wanted.map(() => "");
  const y = Math.round(ctx.plan.brokers[item.id].head.y + ctx.plan.brokers[item.id].head.h / 2);
  let x = node.right - wide(texts) + m.text * 0.5;
  keyed(node.duties, node.dutyNodes, wanted.map((_duty, i) => i), () => makeDuty(node.duties));
  wanted.forEach((duty, i) => {
    const { mark, text } = node.dutyNodes.get(i);
    show(mark, duty.mark !== null && node.room > m.text * 1.5);
    if (duty.mark) {
      set(mark, { d: MARKS[duty.mark](m.text * 0.48), class: duty.trouble ? "sign-mark" : "hat", "stroke-width": duty.trouble ? m.stroke * 1.1 : null, transform: `translate(${Math.round(x + m.text * 0.45)} ${y})`, "data-duty": duty.mark });
      x += m.text * 1.3;
    }
    set(text, { class: duty.trouble ? "state trouble" : "state" });
    place(text, Math.round(x - m.text * 0.15), Math.round(y + m.text * 0.36), m.text, texts[i]);
    x += texts[i] ? textWidth(texts[i], m.text, duty.trouble) + m.text * 0.5 : 0;
  });
}

function makeDuty(parent) {
  const node = svg("g", {}, parent);
  node.mark = svg("path", {}, node);
  node.text = label(node, "state");
  return node;
}

function stateText(item, { view, words, now_us }, state) {
  if (state === "down") return words.label("broker.down_for", { time: words.duration(floorTo(now_us - view.brokers[item.id].since_at_us)) });
  return state === "unknown" ? "" : words.label(`broker.${state}`);
}
