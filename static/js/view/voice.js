// The sentence of the moment beside the thing it is about: a bubble on a street next to that thing,
// under everything that moves, never on a log. Where no street has room only the thing is marked.

import { set, show, svg, write } from "../lib/dom.js";
import { textWidth } from "../lib/measure.js";

const PAD = 10;
const BUSY = 160;
const MOST_LINES = 3;

/** `root` is the stage's drawing; the overlay keeps to itself and reads only what is drawn. */
export function makeVoice(root) {
  const layer = svg("g", { class: "layer-voice", "aria-hidden": "true" });
  const before = root.querySelector(".layer-routes");
  root.insertBefore(layer, before);
  const mark = svg("rect", { class: "voice-mark", fill: "none", display: "none" }, layer);
  const bubble = svg("g", { class: "voice", display: "none" }, layer);
  const tail = svg("path", { class: "voice-tail" }, bubble);
  const box = svg("rect", { class: "voice-box", rx: 9 }, bubble);
  const lines = Array.from({ length: MOST_LINES }, () => svg("text", { class: "voice-text" }, bubble));
  let said = null;

  /** A page that nobody sees draws nothing; what holds when it is seen again is drawn then. */
  document.addEventListener("visibilitychange", () => !document.hidden && place());

  function clear() {
    said = null;
    if (document.hidden) return;
    show(mark, false);
    show(bubble, false);
    delete root.dataset.voice;
  }

  /** Says `text` beside the thing with the id `subject`; nothing is shown for a thing that is not drawn. */
  function say(subject, text) {
    said = { subject, text };
    place();
  }

  function place() {
    if (document.hidden) return undefined;
    const actor = said?.subject ? root.querySelector(`[data-id="${CSS.escape(said.subject)}"]`) : null;
    const at = actor && actor.getAttribute("display") !== "none" ? boxOf(actor) : null;
    if (!at) return clear();
    set(mark, { x: at.x - 4, y: at.y - 4, width: at.w + 8, height: at.h + 8, rx: 14 });
    show(mark, true);
    const spot = bestSpot(streets(root, at), at, said.text, fontSize(root));
    show(bubble, spot !== null);
    root.dataset.voice = spot ? "bubble" : "mark";
    if (spot) draw(spot, at);
    return undefined;
  }

  function draw({ x, y, w, h, rows, size, below }, at) {
    set(box, { x, y, width: w, height: h });
    lines.forEach((line, i) => {
      show(line, i < rows.length);
      set(line, { x: x + PAD, y: Math.round(y + (h - rows.length * size * 1.25) / 2 + (i + 0.92) * size * 1.25 - size * 0.12), "font-size": size });
      write(line, rows[i] ?? "");
    });
    const middle = Math.max(x + 14, Math.min(x + w - 14, at.x + at.w / 2));
    const [from, tip] = below ? [y + 1, Math.max(at.y + at.h, y - 9)] : [y + h - 1, Math.min(at.y, y + h + 9)];
    set(tail, { d: `M${middle - 7} ${from}L${middle} ${tip}L${middle + 7} ${from}Z`, display: Math.abs(tip - from) > 14 || at.x > x + w || at.x + at.w < x ? "none" : null });
  }

  /** The bubble moves with its street: a new plan shows in the streets' own boxes. */
  const planned = new MutationObserver(() => said && place());
  planned.observe(root.querySelector(".layer-streets"), { childList: true, subtree: true, attributes: true, attributeFilter: ["x", "y", "width", "height"] });

  return { say, clear, place };
}

function boxOf(node) {
  const shape = node.querySelector(".card-box, .group-box") ?? node.querySelector("rect, circle") ?? node;
  const { x, y, width, height } = shape.getBBox();
  return { x, y, w: width, h: height };
}

/**
 * The streets as they are drawn: their boxes without the end that bears their name, and whether something
 * travels there. Where the screen shows one column at a time, only the part beside the thing counts.
 */
function streets(root, at) {
  const narrow = root.parentElement.clientWidth + 4 < root.clientWidth;
  const busy = new Set([...root.querySelectorAll(".token[data-street]")].map((token) => token.dataset.street));
  return [...root.querySelectorAll(".street")].filter((node) => node.getAttribute("display") !== "none").map((node) => {
    const { x, y, width, height } = node.querySelector(".street-band").getBBox();
    const name = node.querySelector("text");
    const named = name?.textContent ? name.getBBox() : null;
    const left = narrow ? Math.max(x, at.x) : x;
    const right = Math.min(x + width, named ? named.x - 6 : Infinity, narrow ? at.x + at.w : Infinity);
    return { x: left + 4, y: y + 2, w: right - left - 8, h: height - 4, busy: busy.has(node.dataset.street) };
  });
}

function fontSize(root) {
  const sizes = [...root.querySelectorAll(".street text, .broker text")].map((node) => Number(node.getAttribute("font-size"))).filter((size) => size > 0);
  return sizes.length > 0 ? Math.min(...sizes) : 14;
}

/** The nearest street, rather one on which nothing travels, in which the text fits, set in as few lines as its height allows; null if none. */
export function bestSpot(bands, at, text, size) {
  let best = null;
  for (const band of bands) {
    const most = Math.min(MOST_LINES, Math.floor((band.h - 4) / (size * 1.25)));
    const rows = most < 1 ? null : wrapped(text, band.w - 2 * PAD, size, most);
    if (!rows) continue;
    const w = Math.ceil(Math.max(...rows.map((row) => textWidth(row, size)))) + 2 * PAD;
    const h = Math.min(band.h, Math.round(rows.length * size * 1.25 + 6));
    const x = Math.round(Math.max(band.x, Math.min(band.x + band.w - w, at.x + at.w / 2 - w / 2)));
    const y = Math.round(band.y + (band.h - h) / 2);
    const below = y >= at.y + at.h - 2;
    const apart = (below ? y - at.y - at.h : Math.max(0, at.y - y - h)) + Math.max(0, x - at.x - at.w, at.x - x - w) + (band.busy ? BUSY : 0);
    if (!best || apart < best.apart) best = { x, y, w, h, rows, size, below, apart };
  }
  return best;
}

/** The text in at most `most` lines of about equal length, none wider than `width`; null if it does not fit. */
export function wrapped(text, width, size, most) {
  for (let count = most; count >= 1; count -= 1) {
    const goal = Math.min(width, textWidth(text, size) / count + size * 4);
    const rows = fill(text.split(" "), goal, size);
    if (rows.length <= count && rows.every((row) => textWidth(row, size) <= width)) return rows;
  }
  return null;
}

function fill(words, width, size) {
  const rows = [];
  for (const word of words) {
    const last = rows.length - 1;
    if (last >= 0 && textWidth(`${rows[last]} ${word}`, size) <= width) rows[last] += ` ${word}`;
    else rows.push(word);
  }
  return rows;
}
