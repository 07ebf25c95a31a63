// The eye should learn: what travels is on the network, not inside a broker. A street passes in
// front of every broker, dead ones too, and carries requests, records and replies on three tracks.

import { set, svg } from "../../lib/dom.js";
import { box, fitted, label, place } from "../parts.js";

export const kind = "street";

export function create(item, { layers }) {
  const node = svg("g", { class: "actor street", "data-street": item.id }, layers.streets);
  node.band = svg("rect", { class: "street-band" }, node);
  node.name = label(node, "soft", "end");
  return node;
}

export function update(node, item, { plan, words }) {
  const { street } = item;
  box(node.band, street, 10);
  set(node, { class: `actor street${item.quiet ? " quiet" : ""}` });
  const m = plan.metrics;
  const text = item.id === "control" ? words.label("street.control") : item.id;
  const shown = street.h >= m.text * 1.5 ? fitted(text, plan.gutters.right.x - street.x, m.text) : "";
  place(node.name, plan.gutters.right.x - 8, Math.round((street.tracks[0] + street.tracks[1]) / 2 + m.text * 0.36), m.text, shown);
}
