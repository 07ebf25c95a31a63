// A drawing as text: a line for every shape that is shown, with its class, its place and its words. Paths
// are told by where they begin and a short sum of the rest, so that a line stays readable in a diff.

import { pointAt, polyline } from "../../static/js/lib/polyline.js";
import { progress } from "../../static/js/view/tokens.js";

const NUMBERS = { rect: ["x", "y", "width", "height"], circle: ["cx", "cy", "r"], text: ["x", "y", "font-size"] };
/** What is told by other means, or is the same everywhere. */
const LEFT_OUT = new Set(["data-id", "data-msg", "data-street", "data-kind"]);

const tidy = (value) => String(Math.round(Number(value) * 10) / 10);

/** The lines of a moment drawn by drawn.mjs. */
export function outline({ plan, layers, flights }, now_us) {
  const lines = [`stage ${tidy(plan.width)} x ${tidy(plan.height)}, text ${plan.metrics.text}, slots ${plan.plan?.name ?? plan.shape}`];
  for (const [id, layer] of Object.entries(layers)) {
    if (layer.childNodes.length === 0) continue;
    lines.push("", `[${id}]`);
    for (const child of layer.childNodes) walk(child, 0, lines);
  }
  const moving = flights.filter(({ sent_at_us, arrives_at_us }) => sent_at_us <= now_us && now_us < arrives_at_us);
  if (moving.length > 0) lines.push("", "[tokens]", ...moving.map((flight) => token(flight, now_us)).sort());
  return `${lines.join("\n")}\n`;
}

function walk(node, depth, lines) {
  if (node.getAttribute("display") === "none") return;
  const told = describe(node);
  if (told !== "") lines.push(`${"  ".repeat(depth)}${told}`);
  for (const child of node.childNodes) walk(child, told === "" ? depth : depth + 1, lines);
}

/** Nothing for what nobody sees: a group without a name, an empty text, a path without a way. */
function describe(node) {
  const classes = (node.getAttribute("class") ?? "").split(" ").filter((name) => name && name !== "actor" && name !== "target");
  const words = node.tag === "text" || node.tag === "title" ? node.textContent : null;
  if (words === "" || (node.tag === "path" && !node.getAttribute("d"))) return "";
  if (node.tag === "g" && classes.length === 0 && data(node).length === 0) return "";
  const parts = [[node.tag === "g" ? "" : node.tag, ...classes].join(".").replace(/^\./, "") || node.tag];
  if (words !== null) parts.push(JSON.stringify(words));
  parts.push(...place(node), ...data(node));
  const spoken = node.getAttribute("aria-label");
  if (spoken) parts.push(`says ${JSON.stringify(spoken)}`);
  return parts.join(" ");
}

function place(node) {
  const numbers = (NUMBERS[node.tag] ?? []).map((name) => tidy(node.getAttribute(name) ?? 0));
  const out = numbers.length > 0 ? [numbers.join(",")] : [];
  const anchor = node.getAttribute("text-anchor");
  if (anchor) out.push(anchor);
  const d = node.getAttribute("d");
  if (node.tag === "path" && d) out.push(`M${(/^M([-\d.]+)[ ,]?([-\d.]+)/.exec(d) ?? []).slice(1).map(tidy).join(",")}#${sum(d)}`);
  const moved = /translate\(([-\d.]+)[ ,]+([-\d.]+)\)/.exec(node.getAttribute("transform") ?? "");
  if (moved) out.push(`at ${tidy(moved[1])},${tidy(moved[2])}`);
  return out;
}

function data(node) {
  const id = node.getAttribute("data-id");
  const others = [...node.attributes].filter(([name]) => name.startsWith("data-") && !LEFT_OUT.has(name)).map(([name, value]) => `${name.slice(5)}=${value}`);
  return [...(id ? [`<${id}>`] : []), ...others.sort()];
}

/** Four letters for a text; numbers in it rounded first, so that no last digit of a float counts. */
function sum(text) {
  let value = 7;
  for (const char of text.replace(/-?\d+\.\d+/g, tidy)) value = (value * 31 + char.codePointAt(0)) % 1_679_616;
  return value.toString(36).padStart(4, "0");
}

function token(flight, now_us) {
  const at = pointAt(polyline(flight.points), progress({ ...flight, start_us: flight.sent_at_us }, now_us)).map(tidy);
  const way = flight.points.map((point) => point.map(tidy).join(",")).join(" ");
  return `${flight.kind} ${flight.source} > ${flight.target} on ${flight.street} as ${flight.look}${flight.error ? ` refused ${flight.error}` : ""} at ${at.join(",")} along ${way}`;
}
