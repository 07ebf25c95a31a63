// The eye should learn: a broker knows who asked for what, and nothing else. What nobody asked for
// ends here; what was asked for elsewhere goes on over a link.

import { keyed, set, svg } from "../../../lib/dom.js";
import { hubState, interestOf, lostAt, subscriptionsOf } from "../../../model/town/readings.js";
import { box, fitted, label, makeTarget, name, place, placeFitted, textWidth } from "../../parts.js";
import { ghost, pill, setGhost, setPill, tenths } from "../parts.js";

export const kind = "hub";

export function create(item, { layers }) {
  const node = makeTarget(layers.cards, "hub", `hub:${item.id}`);
  node.card = svg("rect", { class: "card-box" }, node);
  node.port = svg("path", { class: "port", "data-port": item.id }, node);
  node.title = label(node, "strong");
  node.dialect = label(node, "soft");
  node.state = pill(node, "state-pill");
  node.note = label(node, "soft", "end");
  node.lines = svg("g", {}, node);
  node.lineNodes = new Map();
  node.ghost = ghost(node);
  return node;
}

export function update(node, item, ctx) {
  const { view, plan, words, now_us } = ctx;
  const spot = plan.hubs[item.id];
  const m = plan.metrics;
  const state = hubState(view, item.id);
  set(node, { class: `actor target hub is-${state}${item.edge ? " is-edge" : ""}${ctx.litHubs.has(item.id) ? " is-lit" : ""}`, "data-state": state });
  box(node.card, spot.box, 16);
  const { x, y, w, h } = spot.head;
  const pad = Math.round(m.text * 0.9);
  set(node.port, { d: plan.shape === "columns" ? `M${spot.box.x} ${Math.round(y + h * 0.42)}h-6` : "" });
  const middle = Math.round(y + h / 2 + m.title * 0.34);
  const word = state === "up" || state === "unknown" ? "" : stateText(view.hubs[item.id], state, now_us, words);
  const taken = setPill(node.state, word, x + w - pad * 0.8, Math.round(y + h / 2), m, { most: w * 0.55 });
  const size = w < m.text * 15 ? m.name : m.title;
  const room = w - 2 * pad - taken;
  placeFitted(node.title, x + pad, middle, size, item.id, room, m.text, true);
  const after = x + pad + Math.min(room, textWidth(item.id, size, true)) + m.text * 0.7;
  const kindText = words.label(item.edge ? "town.edge_broker" : "town.broker", { dialect: words.label(`town.dialect_${item.dialect}`) });
  const kindRoom = x + w - pad - taken - after;
  const kindShown = fitted(kindText, kindRoom, m.text);
  place(node.dialect, Math.round(after), middle, m.text, kindShown);
  const mapped = plan.shape === "map" || spot.lines > 0;
  const news = mapped ? "" : newsOf(view, item.id, words).text;
  const newsRoom = kindRoom - textWidth(kindShown, m.text) - m.text;
  place(node.note, x + w - pad - taken, middle, m.text, taken > 0 ? "" : fitted(news, newsRoom, m.text));
  lines(node, item, mapped && !spot.compact, spot, ctx);
  const lost = lostAt(view, item.id);
  const ghostX = mapped ? x + pad : Math.round(after + textWidth(kindShown, m.text) + m.text);
  const ghostY = mapped ? Math.round(spot.box.y + m.text * (spot.compact ? 3.3 : 3.1)) : Math.round(y + h / 2);
  setGhost(node.ghost, lost, ghostX, ghostY, x + w - pad - taken - ghostX - (mapped ? 0 : textWidth(news, m.text)), ctx);
  name(node, words.label("town.aria_hub", { broker: item.id, state: words.label(state === "unknown" ? "client.absent" : `hub.${state}`), n: subscriptionsOf(view, item.id).length }), ctx.selected === `hub:${item.id}`);
}

function stateText(known, state, now_us, words) {
  return state === "down" ? words.label("broker.down_for", { time: words.duration(tenths(now_us - (known.since_us ?? now_us))) }) : words.label(state === "unknown" ? "client.absent" : `hub.${state}`);
}

export function tick(node, item, ctx) {
  const state = hubState(ctx.view, item.id);
  if (state !== "down") return;
  const { head } = ctx.plan.hubs[item.id];
  const m = ctx.plan.metrics;
  setPill(node.state, stateText(ctx.view.hubs[item.id], state, ctx.now_us, ctx.words), head.x + head.w - m.text * 0.72, Math.round(head.y + head.h / 2), m, { most: head.w * 0.55 });
}

/** What became of the last event that this broker took in. */
function newsOf(view, hub, words) {
  const last = (view.hubs?.[hub]?.matched ?? []).at(-1);
  if (!last) return { text: "", nobody: false };
  const [, places, onward, topic] = last;
  const nobody = places.length === 0 && onward.length === 0;
  return { text: nobody ? words.label("town.nobody_asked", { topic }) : words.label("town.asked_for", { topic, n: places.length + onward.length }), nobody };
}

/** On a map: who is here, and who asked elsewhere. */
function lines(node, item, visible, spot, { view, plan, words }) {
  const m = plan.metrics;
  const rows = visible ? linesOf(view, item.id, words, lostAt(view, item.id).length > 0) : [];
  keyed(node.lines, node.lineNodes, rows.map((_row, i) => String(i)), () => label(node.lines, "soft", "start"));
  rows.forEach(({ text, className }, i) => {
    const node_ = node.lineNodes.get(String(i));
    set(node_, { class: className });
    place(node_, Math.round(spot.box.x + m.text * 0.9), Math.round(spot.box.y + m.text * (3.5 + 1.45 * i)), m.text, fitted(text, spot.box.w - m.text * 1.6, m.text, true));
  });
}

function linesOf(view, hub, words, lost) {
  const here = subscriptionsOf(view, hub);
  const news = newsOf(view, hub, words);
  const own = new Map();
  for (const { filter, place: who } of here) own.set(filter, [...(own.get(filter) ?? []), who]);
  const first = lost ? { text: "", className: "soft" } : news.nobody ? { text: news.text, className: "nobody-text" } : { text: words.label("town.local", { n: here.length }), className: "soft" };
  const asked = interestOf(view, hub).map(({ origin, filter, via }) => ({ text: words.label(via === origin ? "town.asked_in" : "town.asked_via", { origin, filter, via }), className: "interest-text" }));
  const shown = asked.length > 2 ? [asked[0], { text: words.label("town.asked_more", { n: asked.length - 1 }), className: "interest-text" }] : asked;
  return [first, ...shown];
}
