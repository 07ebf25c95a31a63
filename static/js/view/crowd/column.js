// The eye should learn: each column is a broker, even where only its number fits. Down is dashed
// and crossed out; the active controller wears the hat.

import { set, show, svg, write } from "../../lib/dom.js";
import { MARKS } from "../../lib/shapes.js";
import { brokerState, cutEnds, isActiveController } from "../../model/readings.js";
import { box, fitted, label, makeTarget, name, place, textWidth } from "../parts.js";

export const kind = "column";

export function create(item, { layers }) {
  const node = makeTarget(layers.actors, "broker", `broker:${item.id}`);
  node.card = svg("rect", { class: "card-box" }, node);
  node.port = svg("path", { class: "port", "data-port": `broker-${item.id}` }, node);
  node.title = label(node, "strong", "middle");
  node.hat = svg("path", { class: "hat" }, node);
  node.hint = svg("title", {}, node);
  return node;
}

export function update(node, item, ctx) {
  const { view, plan, words } = ctx;
  const { head, ports, numbered, every } = plan.brokers[item.id];
  const m = plan.metrics;
  const state = brokerState(view, item.id);
  show(node, state !== "unknown");
  set(node, { class: `actor target broker column is-${state}${cutEnds(view, `broker-${item.id}`).length ? " is-cut" : ""}` });
  const tick = { x: head.x, y: head.y + head.h - 5, w: head.w, h: 5 };
  box(node.card, every > 1 ? tick : head, every > 1 ? 1 : 4);
  set(node.port, { d: `M${ports.in.x} ${head.y}v-4` });
  const whole = words.label("broker.name", { broker: Number(item.id) });
  const room = head.w * every - 2;
  const text = textWidth(whole, m.text, true) + m.text * 1.6 <= head.w ? whole : String(item.id);
  place(node.title, Math.round(head.x + head.w / 2), Math.round(head.y + (every > 1 ? m.text * 0.95 : head.h / 2 + m.text * 0.36)), m.text, numbered ? fitted(text, every > 1 ? room : head.w - 2, m.text, true) : "");
  const leads = isActiveController(view, `broker-${item.id}`) && state === "up";
  show(node.hat, leads);
  set(node.hat, { d: MARKS.hat(Math.min(m.text * 0.42, Math.max(4, head.w / 4))), transform: `translate(${Math.round(text === whole ? head.x + m.text * 0.8 : head.x + head.w / 2)} ${Math.round(text === whole ? head.y + head.h / 2 : head.y - m.text * 0.3)})` });
  const spoken = words.label("aria.broker", { broker: Number(item.id), state: state === "unknown" ? "" : words.label(`broker.${state}`) });
  name(node, spoken, ctx.selected === `broker:${item.id}`);
  write(node.hint, spoken);
}
