// Pieces that several actors share: labels, rings that run out, badges, key tiles.

import { set, show, svg, write } from "../lib/dom.js";
import { fitSize, fitted, textWidth } from "../lib/measure.js";
import { MARKS, keyLook, keyPath } from "../lib/shapes.js";

export function label(parent, className, anchor = null) {
  return svg("text", { class: className, "text-anchor": anchor }, parent);
}

export function place(node, x, y, size, text) {
  set(node, { x, y, "font-size": size });
  write(node, text);
}

/** Places a text at a size that lets it fit, not below `least`; shortened if it still does not. */
export function placeFitted(node, x, y, size, text, width, least, bold = false) {
  const fits = fitSize(text, width, size, least, bold);
  place(node, x, y, fits, fitted(text, width, fits, bold));
}

/** A ring that drains from full to empty as a deadline comes near; `sign` names a small mark inside it that says for what. */
export function ring(parent, className, sign = null) {
  const node = svg("g", { class: `ring ${className}` }, parent);
  node.sign = sign ? svg("path", { class: "ring-sign", fill: "none" }, node) : null;
  node.signName = sign;
  node.track = svg("circle", { class: "ring-track", fill: "none" }, node);
  node.arc = svg("path", { class: "ring-arc", fill: "none" }, node);
  return node;
}

export function setRing(node, x, y, r, width, share) {
  show(node, share !== null);
  if (share === null) return;
  set(node.track, { cx: x, cy: y, r, "stroke-width": width });
  set(node.arc, { d: arcPath(x, y, r, Math.round(share * 60) / 60), "stroke-width": width });
  set(node, { "data-share": Math.round(share * 100) });
  if (node.sign) set(node.sign, { d: MARKS[node.signName](round(r * 0.48)), transform: `translate(${round(x)} ${round(y)})`, "stroke-width": Math.max(1, width * 0.45) });
}

function arcPath(x, y, r, share) {
  if (share <= 0) return "";
  if (share >= 1) return `M${x} ${y - r}A${r} ${r} 0 1 1 ${x - 0.01} ${y - r}Z`;
  const angle = 2 * Math.PI * share - Math.PI / 2;
  const px = Math.round((x + r * Math.cos(angle)) * 10) / 10;
  const py = Math.round((y + r * Math.sin(angle)) * 10) / 10;
  return `M${x} ${y - r}A${r} ${r} 0 ${share > 0.5 ? 1 : 0} 1 ${px} ${py}`;
}

/** The share of a wait that is left at `now_us`; null when nothing is waited for. */
export function shareLeft(deadline_us, whole_us, now_us) {
  if (deadline_us === null || deadline_us === undefined) return null;
  return Math.max(0, Math.min(1, (deadline_us - now_us) / whole_us));
}

export function glyph(parent) {
  const node = svg("g", { class: "glyph" }, parent);
  node.shape = svg("path", {}, node);
  node.letter = svg("text", { class: "letter", "text-anchor": "middle" }, node);
  return node;
}

/** A key's shape with its letter beside it, centred on x, y; without letter when `size` is 0. */
export function setGlyph(node, key, x, y, r, size) {
  const look = keyLook(key);
  const lettered = size > 0 && look.letter !== "";
  const wide = lettered ? size * 0.72 + r * 0.4 : 0;
  set(node.shape, { d: keyPath(key, r), class: look.className, transform: `translate(${round(x - wide / 2)} ${round(y)})` });
  set(node.letter, { x: round(x + r + r * 0.2), y: round(y + size * 0.36), "font-size": size || null, display: size > 0 ? null : "none" });
  write(node.letter, size > 0 ? look.letter : "");
}

export function round(value) {
  return Math.round(value * 10) / 10;
}

export function box(node, { x, y, w, h }, rx) {
  set(node, { x, y, width: Math.max(0, w), height: Math.max(0, h), rx });
}

/** A thing on the stage that can be focused and opened: its node, its id and its spoken name. */
export function makeTarget(parent, className, id) {
  return svg("g", { class: `actor target ${className}`, role: "button", tabindex: -1, "data-id": id }, parent);
}

export function name(node, text, selected) {
  set(node, { "aria-label": text, "aria-pressed": selected ? "true" : "false" });
}

export { fitSize, fitted, textWidth };
