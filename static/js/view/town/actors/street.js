// A way that belongs to nobody: calls above the services, events between them and their broker.

import { set, svg } from "../../../lib/dom.js";
import { label, place } from "../../parts.js";

export const kind = "townstreet";

export function create(_item, { layers }) {
  const node = svg("g", { class: "actor street", "aria-hidden": "true" }, layers.streets);
  node.band = svg("rect", { class: "street-band", rx: 8 }, node);
  node.text = label(node, "soft", "end");
  return node;
}

export function update(node, { street }, { plan, words }) {
  const m = plan.metrics;
  set(node.band, { x: street.x, y: street.y + 5, width: street.w, height: street.h - 10 });
  place(node.text, street.x + street.w - m.text * 0.6, Math.round(street.y + street.h / 2 + m.text * 0.36), m.text, words.label(`town.street_${street.id.replace("-below", "")}`));
}
