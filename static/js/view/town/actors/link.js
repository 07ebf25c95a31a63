// The eye should learn: interest spreads over a link one way (dashed rings), events follow it the
// other way. A link that is cut carries neither; what waits at its end is counted.

import { set, show, svg, write } from "../../../lib/dom.js";
import { interestVia, linkState, lostAt } from "../../../model/town/readings.js";
import { makeTarget, name } from "../../parts.js";
import { pill, round, setPill } from "../parts.js";

export const kind = "meshlink";

export function create(item, { layers }) {
  const node = makeTarget(layers.links, "mesh-link", `link:${item.a}:${item.b}`);
  node.hit = svg("path", { class: "link-hit", fill: "none" }, node);
  node.line = svg("path", { class: "link-line", fill: "none" }, node);
  node.rings = svg("path", { class: "interest-rings", fill: "none" }, node);
  node.arrows = svg("path", { class: "interest-arrows" }, node);
  node.state = pill(layers.marks, "link-pill");
  return node;
}

export function remove(node) {
  node.state.remove();
}

export function update(node, item, ctx) {
  const { view, plan, words } = ctx;
  const spot = plan.links[`${item.a}|${item.b}`];
  const m = plan.metrics;
  const known = linkState(view, item.a, item.b);
  const data = `M${spot.points.map((point) => point.join(" ")).join("L")}`;
  show(node, known.word !== "unknown");
  set(node, { class: `actor target mesh-link is-${known.word}${known.noticed ? " is-noticed" : ""}`, "data-state": known.word });
  set(node.hit, { d: data });
  set(node.line, { d: data });
  const ways = [[item.a, item.b, 1], [item.b, item.a, -1]].filter(([to, from]) => interestVia(view, to, from));
  rings(node, spot, ways, m, known.word === "up" || known.word === "slow");
  set(node, { "data-interest": ways.map(([to, from]) => `${from}>${to}`).join(" ") || null });
  const lost = lostAt(view, item.a, item.b).filter((row) => row.where === "link").length;
  const text = [stateText(known, words), known.stored > 0 ? words.label("town.stored", { n: known.stored }) : "", lost > 0 && known.word !== "up" ? words.label("town.lost_short", { n: lost }) : ""].filter(Boolean).join(", ");
  setPill(node.state, text, spot.mid[0], spot.mid[1], m, { align: "middle" });
  set(node.state, { class: `town-pill link-pill is-${known.word}`, "data-link": `${item.a}|${item.b}` });
  name(node, words.label("town.aria_link", { a: item.a, b: item.b, state: words.label(`town.link_${known.word}`) }), ctx.selected === `link:${item.a}:${item.b}`);
  write(node.line, "");
}

function stateText(known, words) {
  if (known.word === "up" || known.word === "unknown") return "";
  return known.word === "slow" ? words.label("broker.slow", { latency: words.duration(known.slow_us) }) : words.label(`town.link_${known.word}`);
}

/** Dashed rings beside the line, on the side of the direction in which interest came, with an arrow. */
function rings(node, { points }, ways, m, live) {
  show(node.rings, live && ways.length > 0);
  show(node.arrows, live && ways.length > 0);
  if (!live || ways.length === 0) return;
  const [[ax, ay], [bx, by]] = longest(points);
  const length = Math.hypot(bx - ax, by - ay) || 1;
  const [ux, uy] = [(bx - ax) / length, (by - ay) / length];
  const r = m.text * 0.5;
  let circles = "";
  let arrows = "";
  for (const [, , side] of ways) {
    const off = ways.length > 1 ? side * m.text * 0.62 : 0;
    for (const share of [0.2, 0.35, 0.65, 0.8]) {
      const [x, y] = [ax + ux * length * share - uy * off, ay + uy * length * share + ux * off];
      circles += `M${round(x - r)} ${round(y)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;
      const d = -side;
      arrows += `M${round(x + ux * d * r * 0.62)} ${round(y + uy * d * r * 0.62)}L${round(x - ux * d * r * 0.5 - uy * r * 0.5)} ${round(y - uy * d * r * 0.5 + ux * r * 0.5)}L${round(x - ux * d * r * 0.5 + uy * r * 0.5)} ${round(y - uy * d * r * 0.5 - ux * r * 0.5)}Z`;
    }
  }
  set(node.rings, { d: circles });
  set(node.arrows, { d: arrows });
}

function longest(points) {
  let best = [points[0], points[1]];
  for (let i = 1; i < points.length; i += 1) {
    const size = (pair) => Math.hypot(pair[1][0] - pair[0][0], pair[1][1] - pair[0][1]);
    if (size([points[i - 1], points[i]]) > size(best)) best = [points[i - 1], points[i]];
  }
  return best;
}
