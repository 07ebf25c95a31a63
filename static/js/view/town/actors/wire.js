// The eye should learn: who is connected to which broker. A line that is broken is no connection.

import { set, svg } from "../../../lib/dom.js";
import { roundedPath } from "../../../lib/polyline.js";
import { clientState } from "../../../model/town/readings.js";
import { route } from "../routes.js";

export const kind = "wire";

export function create(_item, { layers }) {
  const node = svg("g", { class: "actor wire", "aria-hidden": "true" }, layers.links);
  node.line = svg("path", { fill: "none" }, node);
  return node;
}

export function update(node, item, { view, plan }) {
  const state = clientState(view, item.id);
  const spot = plan.clients[item.id];
  const points = spot.reads ? route(plan, { source: item.broker, target: item.id, place: item.place }) : route(plan, { source: item.id, target: item.broker });
  const attached = view.clients?.[item.id]?.attached === true && (state === "up" || state === "paused");
  set(node, { class: `actor wire${attached ? "" : " is-broken"}`, "data-wire": item.id, "data-attached": attached ? "true" : "false" });
  set(node.line, { d: points ? roundedPath(points, 8) : "" });
}
