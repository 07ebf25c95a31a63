// The eye should learn: a direct subscription keeps nothing. It is a filter and an open hand: who is
// not there when an event passes, does not get it.

import { set, svg } from "../../../lib/dom.js";
import { filtersOf } from "../../../model/town/readings.js";
import { fitted, label, place } from "../../parts.js";

export const kind = "direct";

export function create(_item, { layers }) {
  const node = svg("g", { class: "actor direct", "aria-hidden": "true" }, layers.actors);
  node.line = svg("path", { class: "direct-line", fill: "none" }, node);
  node.head = svg("path", { class: "direct-head" }, node);
  node.text = label(node, "soft");
  return node;
}

export function update(node, item, { view, plan, words, lit }) {
  const { box } = plan.directs[item.id];
  const m = plan.metrics;
  const filters = filtersOf(view, item.id);
  set(node, { class: `actor direct${filters.length > 0 ? "" : " is-nothing"}${lit.has(item.id) ? " is-lit" : ""}`, "data-direct": item.id });
  const y = box.y + box.h - m.text * 0.42;
  set(node.line, { d: `M${box.x} ${Math.round(y)}H${box.x + box.w}` });
  set(node.head, { d: `M${box.x + box.w + 1} ${Math.round(y)}l-8 -5v10Z` });
  const text = filters.length > 0 ? words.label("town.direct", { filters: filters.join(", ") }) : words.label("town.direct_nobody", { client: item.id });
  place(node.text, Math.round(box.x + m.text * 0.4), Math.round(box.y + m.text * 1.02), m.text, fitted(text, box.w - m.text, m.text));
}
