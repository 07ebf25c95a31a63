// The stage as it would be drawn, under Node: every actor of a plan run on a view, and the boxes of
// all texts and cards that come out. Texts are as wide as the widest of the page's fonts.

import { textWidth } from "../../static/js/lib/measure.js";
import { makeWords } from "../../static/js/lib/words.js";
import { arriving, familyOf } from "../../static/js/view/families.js";
import { makeWaits } from "../../static/js/view/waits.js";
import { rowFaults, townBoxes, townWayFaults } from "./town_faults.mjs";
import { installDocument, makeRoot, shown } from "./fakedom.mjs";

installDocument();

export const FLOORS = { light: 14, dark: 14, projector: 24 };
const LAYERS = ["cards", "streets", "links", "actors", "marks", "glows", "routes", "tokens"];

export function wordsOf(catalogue) {
  return makeWords(catalogue);
}

const numberOf = (node, name) => Number(node.getAttribute(name));

/** {plan, texts: [{text, size, box, inside}], bars, flights, layers: {id: node}} of one moment; bars are the boxes of what fills up. */
/** `await` it: a crowd's actors are loaded when the first one is drawn. */
export async function drawStage({ cast, view, now_us, focus = {}, size, theme, words }) {
  await arriving(cast);
  const family = familyOf(cast);
  const grown = family.castOf(cast, view);
  const plan = family.layout(grown, { digits: digitsOf(view), ...focus }, size, theme);
  await family.prepare?.(plan);
  const layers = Object.fromEntries(LAYERS.map((id) => [id, makeRoot()]));
  const ctx = { layers, words, view, plan, now_us, selected: null, waits: makeWaits().known, drives: true, focusGroup: focus.group ?? grown.groups?.[0]?.id ?? null, preview: null, ...family.context?.(view, grown) };
  const actors = [];
  for (const { kind, item } of family.itemsOf(plan, grown, view)) {
    const node = family.actors[kind].create(item, ctx);
    family.actors[kind].update(node, item, ctx);
    actors.push(node);
  }
  const texts = LAYERS.slice(0, 5).flatMap((id) => [...shown(layers[id])].filter(({ node }) => node.tag === "text" && node.textContent.trim() !== "").map(textBox));
  const bars = [...shown(layers.actors)].filter(({ node }) => node.getAttribute("class") === "bar-track").map(({ node, dx, dy }) => ({ x: numberOf(node, "x") + dx, y: numberOf(node, "y") + dy, w: numberOf(node, "width"), h: numberOf(node, "height") }));
  const flights = Object.entries(view.messages ?? {}).flatMap(([msg, row]) => family.flightsOf(msg, row, plan, view, grown));
  return { plan, texts, bars, flights, layers };
}

function digitsOf(view) {
  const ends = Object.values(view.topics ?? {}).flatMap((parts) => Object.values(parts).flatMap((part) => Object.values(part.replicas ?? {}).map((replica) => replica.log_end_offset ?? 0)));
  return String(Math.max(99, ...ends)).length;
}

const BOLD = /strong|pill-text|high-text|mark-number|owned|letter|offset/;

function textBox({ node, dx, dy }) {
  const size = Number(node.getAttribute("font-size"));
  const text = node.textContent;
  const bold = BOLD.test(node.getAttribute("class") ?? "");
  const w = textWidth(text, size, bold);
  const x = Number(node.getAttribute("x") ?? 0) + dx;
  const y = Number(node.getAttribute("y") ?? 0) + dy;
  const anchor = node.getAttribute("text-anchor");
  const from = anchor === "end" ? x - w : anchor === "middle" ? x - w / 2 : x;
  return { text, size, box: { x: from, y: y - size * 0.72, w, h: size * 0.76 } };
}

/** Whether two boxes share more than a hair. */
export function meets(a, b, hair = 1) {
  return Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x) > hair && Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y) > hair;
}

/** What is wrong with the texts of a moment, as sentences. */
export function textFaults({ texts, plan }, theme) {
  const wrong = [];
  const floor = FLOORS[theme];
  texts.forEach((a, i) => {
    if (!(a.size >= floor)) wrong.push(`"${a.text}" is ${a.size}, below ${floor}`);
    if (a.box.x < -1 || a.box.x + a.box.w > plan.width + 1) wrong.push(`"${a.text}" leaves the stage`);
    for (const b of texts.slice(i + 1)) if (meets(a.box, b.box)) wrong.push(`"${a.text}" meets "${b.text}" ${JSON.stringify([a.box,b.box])}`);
  });
  return wrong;
}

function pieces(points) {
  return points.slice(1).map(([x, y], i) => {
    const [a, b] = points[i];
    return { x: Math.min(a, x), y: Math.min(b, y), w: Math.abs(a - x), h: Math.abs(b - y), straight: a === x || b === y };
  });
}

const crosses = (piece, box) => piece.x < box.x + box.w && piece.x + piece.w > box.x && piece.y < box.y + box.h && piece.y + piece.h > box.y;

/** What is wrong with a way from `source` to `target`, as sentences. */
export function wayFaults(plan, points, source, target) {
  if (plan.cards) return townWayFaults(plan, points, source, target);
  const wrong = [];
  const ends = new Set([source, target]);
  for (const piece of pieces(points)) {
    if (!piece.straight) wrong.push(`${source} to ${target} is neither level nor upright`);
    for (const row of plan.rows) {
      for (const [broker, log] of Object.entries(row.logs)) {
        if (crosses(piece, log.strip)) wrong.push(`${source} to ${target} crosses the slots of ${row.id} on ${broker}`);
        if (!ends.has(`broker-${broker}`) && crosses(piece, log.card)) wrong.push(`${source} to ${target} crosses broker ${broker}`);
      }
    }
    for (const [broker, { head }] of Object.entries(plan.brokers)) if (crosses(piece, head)) wrong.push(`${source} to ${target} crosses the head of broker ${broker}`);
    for (const [id, { box }] of Object.entries(plan.producers)) if (id !== source && id !== target && crosses(piece, box)) wrong.push(`${source} to ${target} crosses ${id}`);
    for (const group of Object.values(plan.groups)) for (const [id, { box }] of Object.entries(group.members)) if (!group.closed && id !== source && id !== target && crosses(piece, box)) wrong.push(`${source} to ${target} crosses ${id}`);
  }
  return wrong;
}

/** All boxes that must keep apart. */
export function boxesOf(plan) {
  if (plan.cards) return townBoxes(plan);
  const boxes = [["control", plan.control]];
  for (const [id, { head }] of Object.entries(plan.brokers)) boxes.push([`head ${id}`, head]);
  for (const row of plan.rows) {
    boxes.push([`street ${row.id}`, row.street]);
    for (const [id, log] of Object.entries(row.logs)) boxes.push([`log ${row.id} ${id}`, log.card]);
  }
  for (const [id, { box }] of Object.entries(plan.producers)) boxes.push([`producer ${id}`, box]);
  for (const [id, group] of Object.entries(plan.groups)) {
    if (group.closed) {
      boxes.push([`group ${id}`, group.box]);
      continue;
    }
    for (const [member, { box }] of Object.entries(group.members)) boxes.push([`member ${member}`, box]);
    boxes.push([`free ${id}`, group.free]);
  }
  return boxes;
}

export function boxFaults(plan) {
  const wrong = plan.cards ? rowFaults(plan) : [];
  const boxes = boxesOf(plan);
  boxes.forEach(([a, box], i) => {
    if (!(box.w > 0 && box.h > 0)) wrong.push(`${a} is empty`);
    if (box.x < 0 || box.y < 0 || box.x + box.w > plan.width || box.y + box.h > plan.height) wrong.push(`${a} stands outside`);
    for (const [b, other] of boxes.slice(i + 1)) if (meets(box, other, 0)) wrong.push(`${a} meets ${b}`);
  });
  return wrong;
}
