// The eye should learn: who reads which partition. A line joins a partition's street to each member that
// owns it; while a group has no owner for it, its line is a hatched stub. A line that changes its owner
// swings, all others stay where they are.

import { keyed, set, svg } from "../../lib/dom.js";
import { roundedPath } from "../../lib/polyline.js";
import { groupsReading, ownersOf } from "../../model/readings.js";
import { REPLIES, memberPlace } from "../layout/routes.js";

export const kind = "link";

export function create(item, { layers }) {
  const node = svg("g", { class: "actor link", "data-link": item.id, "aria-hidden": "true" }, layers.links);
  node.lines = new Map();
  return node;
}

export function update(node, item, { view, plan, focusGroup }) {
  const wanted = new Map();
  for (const group of groupsReading(view, item.topic)) {
    if (!plan.groups[group]) continue;
    const owners = ownersOf(view, group, item.topic, item.partition).filter((id) => memberPlace(plan, id));
    const shared = view.groups[group].type === "share";
    if (owners.length === 0) wanted.set(group, { group, owner: null });
    owners.forEach((owner, i) => wanted.set(shared || i > 0 ? `${group}/${owner}` : group, { group, owner }));
  }
  const focused = focusGroup && wanted.get(focusGroup)?.owner;
  set(node, { class: `actor link${focused ? "" : " unowned"}`, "data-owner": focused ?? null });
  keyed(node, node.lines, [...wanted.keys()], () => svg("path", { fill: "none" }, node));
  for (const [key, line] of node.lines) draw(line, wanted.get(key), item, plan, focusGroup);
}

/** Owned or not, a line has the same number of points, so that the browser can swing it from one owner to the next. */
function draw(line, { group, owner }, item, plan, focusGroup) {
  const y = item.row.street.tracks[REPLIES];
  const from = plan.gutters.right.x + 2;
  const stub = Math.round(from + plan.gutters.right.w * 0.6);
  const place = owner ? memberPlace(plan, owner) : null;
  const points = place ? [[from, y], [place.lane, y], [place.lane, place.ports.in.y], [place.ports.in.x, place.ports.in.y]] : [[from, y], [stub - 4, y], [stub - 2, y], [stub, y]];
  set(line, { d: roundedPath(points, 8), class: `${place ? "owned-line" : "unowned-line"}${group === focusGroup ? "" : " other"}`, "data-group": group, "data-member": owner });
}
