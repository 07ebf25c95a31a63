// The eye should learn: who reads which partition. A line joins a partition's street to the member
// that owns it; while nobody owns it, the street ends in a hatched stub.

import { set, svg, write } from "../../lib/dom.js";
import { roundedPath } from "../../lib/polyline.js";
import { memberOwning } from "../../model/readings.js";
import { REPLIES, memberPlace } from "../layout/routes.js";

export const kind = "link";

export function create(item, { layers }) {
  const node = svg("g", { class: "actor link", "data-link": item.id, "aria-hidden": "true" }, layers.links);
  node.line = svg("path", { fill: "none" }, node);
  return node;
}

export function update(node, item, { view, plan, focusGroup }) {
  const owner = focusGroup ? memberOwning(view, focusGroup, item.topic, item.partition) : null;
  const place = owner ? memberPlace(plan, owner) : null;
  const y = item.row.street.tracks[REPLIES];
  const from = plan.gutters.right.x + 2;
  set(node, { class: `actor link${place ? "" : " unowned"}`, "data-owner": owner });
  const points = place ? [[from, y], [place.lane, y], [place.lane, place.ports.in.y], [place.ports.in.x, place.ports.in.y]] : [[from, y], [from + plan.gutters.right.w * 0.6, y]];
  set(node.line, { d: roundedPath(points, 8) });
  write(node.line, "");
}
