// The eye should learn: each partition has its street here too, even if it is only a narrow band.

import { svg } from "../../lib/dom.js";
import { box } from "../parts.js";

export const kind = "band";

export function create(item, { layers }) {
  const node = svg("g", { class: "actor street band", "data-street": item.id, "aria-hidden": "true" }, layers.streets);
  node.band = svg("rect", { class: "street-band" }, node);
  return node;
}

export function update(node, item) {
  box(node.band, item.street, 5);
}
