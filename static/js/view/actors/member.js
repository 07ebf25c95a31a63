// The eye should learn: what a consumer holds only in memory (records fetched, work in hand) and
// how long its group will still believe in it: the ring drains when no heartbeat arrives.

import { keyed, set, show, svg } from "../../lib/dom.js";
import { MARKS } from "../../lib/shapes.js";
import { cutEnds, isPaused, lagTime_us, memberLag, seatOf, slowness_us } from "../../model/readings.js";
import { stateLook } from "../states.js";
import { box, fitted, glyph, label, makeTarget, name, place, placeFitted, ring, setGlyph, setRing, shareLeft, textWidth } from "../parts.js";

export const kind = "member";

export function create(item, { layers }) {
  const node = makeTarget(layers.actors, "member", `member:${item.id}`);
  node.card = svg("rect", { class: "card-box" }, node);
  node.port = svg("path", { class: "port", "data-port": item.id }, node);
  node.title = label(node, "strong");
  node.parts = label(node, "owned");
  node.lag = label(node, "soft", "end");
  node.session = ring(node, "session", "beat");
  node.poll = ring(node, "poll", "position");
  node.commit = ring(node, "commit", "committed");
  node.sign = svg("path", { class: "sign-mark" }, node);
  node.buffer = svg("g", { class: "buffer" }, node);
  node.bufferNodes = new Map();
  node.more = label(node, "soft");
  node.bar = svg("rect", { class: "bar-track" }, node);
  node.done = svg("rect", { class: "bar-done" }, node);
  return node;
}

export function memberState(view, id) {
  const member = view.members?.[id];
  if (!member) return "absent";
  if (member.state !== "up") return member.state;
  if (isPaused(view, id)) return "paused";
  if ((member.assigned ?? []).length > 0 && seatOf(view, id)) return "up";
  return seatOf(view, id) && view.groups?.[member.group]?.state === "Stable" ? "idle" : "joining";
}

export function update(node, item, ctx) {
  const { view, plan, words } = ctx;
  const { box: card, ports } = item.place;
  const m = plan.metrics;
  const state = memberState(view, item.id);
  const member = view.members?.[item.id];
  set(node, { class: `actor target member is-${state}`, "data-state": state });
  box(node.card, card, 12);
  set(node.port, { d: `M${card.x} ${ports.out.y}h-6M${card.x} ${ports.in.y}h-6` });
  const pad = Math.round(m.text * 0.8);
  const roomy = card.h > m.text * 5.6;
  // In a low card both lines keep clear of the bar of work at its foot.
  const lowest = card.y + card.h - m.text * 1.1;
  const first = Math.round(roomy ? card.y + m.name * 1.45 : Math.min(card.y + Math.max(m.name * 1.1, card.h * 0.4), lowest - m.text * 1.3));
  const signed = sign(node, item, view, state, card, first, m);
  placeFitted(node.title, card.x + pad + signed, first, m.name, item.id, card.w - pad - signed - m.text * (1.9 + 1.75 * ringsIn(card, m)), m.text, true);
  const second = Math.round(roomy ? first + m.text * 1.55 : Math.min(first + m.text * 1.55, lowest));
  const owned = ownedText(state, member, words, slowness_us(view, item.id));
  const lagText = lagTexts(view, item, state, ctx).find((text) => textWidth(owned, m.text, true) + textWidth(text, m.text) + 8 <= card.w - 2 * pad) ?? "";
  const room = card.w - 2 * pad - textWidth(lagText, m.text) - 4;
  place(node.parts, card.x + pad, second, m.text, fitted(owned, room, m.text, true));
  place(node.lag, card.x + card.w - pad, second, m.text, lagText);
  buffer(node, member, state, { x: card.x + pad, y: Math.round(second + m.text * 1.3), w: card.w - 2 * pad }, m, roomy);
  const spoken = `${words.label("aria.consumer", { member: item.id, group: item.group, state: stateWord(state, words) })}${member?.assigned?.length ? `, ${ownedText("up", member, words)}` : ""}`;
  name(node, spoken, ctx.selected === `member:${item.id}`);
  tick(node, item, ctx);
}

/** "lag 3, 1.2 s" where there is room, else "lag 3"; the time is that of the oldest record that waits. */
function lagTexts(view, { id }, state, { words, now_us }) {
  const lag = state === "up" ? memberLag(view, id) : null;
  if (lag === null) return [];
  const member = view.members[id];
  const times = member.assigned.map(([topic, number]) => lagTime_us(view, member.group, topic, number, now_us) ?? 0);
  const oldest = Math.floor(Math.max(0, ...times) / 1_000_000) * 1_000_000;
  const short = words.label("group.lag", { n: lag });
  return oldest > 0 ? [words.label("group.lag_time", { n: lag, time: words.duration(oldest) }), short] : [short];
}

/** An hourglass while it stands still, scissors while it is cut off, a snail while it is slow; gives the width taken. */
function sign(node, item, view, state, card, y, m) {
  const shape = state === "paused" ? "hourglass" : cutEnds(view, item.id).length > 0 ? "scissors" : slowness_us(view, item.id) > 0 ? "snail" : null;
  show(node.sign, shape !== null);
  set(node, { "data-sign": shape });
  if (!shape) return 0;
  set(node.sign, { d: MARKS[shape](m.text * 0.48), "stroke-width": m.stroke * 1.1, transform: `translate(${Math.round(card.x + m.text * 1.35)} ${Math.round(y - m.name * 0.36)})` });
  return Math.round(m.text * 1.5);
}

/** How many small rings fit beside the session's. */
function ringsIn(card, m) {
  return card.w < m.text * 11 ? 0 : card.w < m.text * 13.5 ? 1 : 2;
}

export function stateWord(state, words) {
  return words.label(stateLook("member", state === "absent" ? "closed" : state).word);
}

function ownedText(state, member, words, slow_us = 0) {
  if (slow_us > 0 && state === "up") return words.label("broker.slow", { latency: words.duration(slow_us) });
  if (state === "paused") return stateWord(state, words);
  if (state !== "up" && state !== "paused" && state !== "closing") return stateWord(state, words);
  const names = (member.assigned ?? []).map(([topic, number]) => `${topic}-${number}`);
  if (names.length > 1) return `${names[0]}, ${member.assigned.slice(1).map(([topic, number]) => (topic === member.assigned[0][0] ? number : `${topic}-${number}`)).join(", ")}`;
  return names[0] ?? stateWord("idle", words);
}

/** Records that lie fetched in the consumer's memory, not yet given to the application. */
function buffer(node, member, state, place_, m, roomy) {
  const rows = state === "up" && roomy ? Object.entries(member.partitions ?? {}).flatMap(([topic, parts]) => Object.entries(parts).flatMap(([number, own]) => (own.fetched ?? []).map((row) => [`${topic}-${number}-${row[0]}`, row[2]]))) : [];
  const step = m.glyph * 2 + m.text * 0.35;
  const fits = Math.max(0, Math.floor((place_.w - m.text * 4) / step));
  const shown = rows.slice(0, fits);
  const byKey = new Map(shown);
  keyed(node.buffer, node.bufferNodes, [...byKey.keys()], () => glyph(node.buffer));
  shown.forEach(([id, key], i) => {
    const mark = node.bufferNodes.get(id);
    set(mark, { "data-fetched": id });
    setGlyph(mark, key, place_.x + m.glyph + i * step, place_.y - m.text * 0.1, m.glyph * 0.9, 0);
  });
  place(node.more, place_.x + fits * step + 4, Math.round(place_.y + m.text * 0.3), m.text, rows.length > fits ? `+${rows.length - fits}` : "");
}

/** Runs only while the application holds records of the last poll(): the next one is due then. */
function pollShare(member, state, waits, now_us) {
  if (!member?.poll_deadline_at_us || (state !== "up" && state !== "paused")) return null;
  const holds = Boolean(member.working) || Object.values(member.partitions ?? {}).some((parts) => Object.values(parts).some((own) => own.processed < own.position));
  return holds ? shareLeft(member.poll_deadline_at_us, waits.poll_us, now_us) : null;
}

export function tick(node, item, { view, plan, now_us, waits }) {
  const { box: card } = item.place;
  const m = plan.metrics;
  const member = view.members?.[item.id];
  const state = memberState(view, item.id);
  const y = card.y + m.text * 1.35;
  const seat = state === "absent" || state === "closed" ? null : seatOf(view, item.id);
  const right = card.x + card.w - m.text * 1.3;
  setRing(node.session, right, y, m.text * 0.68, m.stroke * 2.4, shareLeft(seat?.session_deadline_at_us, waits.session_us, now_us));
  const small = [[node.poll, pollShare(member, state, waits, now_us)], [node.commit, shareLeft(member?.auto_commit_at_us, waits.autoCommit_us, now_us)]];
  const fits = ringsIn(card, m);
  let shown = 0;
  for (const [ring_, share] of small) {
    const visible = share !== null && shown < fits;
    if (visible) shown += 1;
    setRing(ring_, right - m.text * 1.75 * shown, y, m.text * 0.56, m.stroke * 1.3, visible ? share : null);
  }
  const work = state === "up" ? member.working : null;
  show(node.bar, Boolean(work));
  show(node.done, Boolean(work));
  if (!work) return;
  const w = card.w - m.text * 1.6;
  const share = Math.max(0, Math.min(1, (now_us - work[5]) / Math.max(1, work[6] - work[5])));
  const y0 = card.y + card.h - m.text * 0.62;
  box(node.bar, { x: card.x + m.text * 0.8, y: y0, w, h: m.text * 0.32 }, 2);
  box(node.done, { x: card.x + m.text * 0.8, y: y0, w: Math.round(w * share), h: m.text * 0.32 }, 2);
}
