// The eye should learn: a call keeps its caller waiting. Its line stays lit until the answer is back.

import { keyed, set, svg } from "../../../lib/dom.js";
import { roundedPath } from "../../../lib/polyline.js";
import { openCalls } from "../../../model/town/readings.js";
import { ring, setRing } from "../../parts.js";
import { callWay } from "../routes.js";

export const kind = "calls";
const WHOLE_US = 2_000_000;

export function create(_item, { layers }) {
  const node = svg("g", { class: "actor calls", "aria-hidden": "true" }, layers.links);
  node.known = new Map();
  return node;
}

export function update(node, _item, ctx) {
  const open = openCalls(ctx.view).filter((row) => ctx.plan.clients[row.caller] && ctx.plan.clients[row.service]);
  keyed(node, node.known, open.map(({ call }) => call), () => {
    const line = svg("g", { class: "call-line" }, node);
    line.path = svg("path", { fill: "none" }, line);
    line.ring = ring(line, "wait");
    return line;
  });
  for (const row of open) {
    const line = node.known.get(row.call);
    const points = callWay(ctx.plan, row.caller, row.service);
    line.row = row;
    line.points = points;
    set(line, { "data-call": row.call, "data-caller": row.caller, "data-service": row.service });
    set(line.path, { d: points ? roundedPath(points, 8) : "" });
  }
  tick(node, _item, ctx);
}

/** The ring at the caller's door runs out with the time it is ready to wait. */
export function tick(node, _item, { plan, now_us }) {
  const m = plan.metrics;
  for (const line of node.known.values()) {
    const start = line.points?.[0];
    const left = (line.row.deadline_us ?? 0) - now_us;
    line.whole = Math.max(line.whole ?? WHOLE_US, left);
    setRing(line.ring, start?.[0] ?? 0, (start?.[1] ?? 0) - m.text * 0.9, m.text * 0.55, m.stroke * 1.8, start ? Math.max(0, Math.min(1, left / line.whole)) : null);
  }
}
