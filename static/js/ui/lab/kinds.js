// The kinds of events that a timeline tells apart: each has a shape, so that no colour is needed.

import { svg } from "../../lib/dom.js";

/** In the order of the server's `near` and `kinds`; a row's number is its place from the top. */
export const KINDS = ["command", "fault", "repair", "decision", "group", "trouble", "record"];

const GLYPHS = {
  command: "M-5 -4H5L0 5Z",
  fault: "M-4.5 -4.5L4.5 4.5M4.5 -4.5L-4.5 4.5",
  repair: "M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0",
  decision: "M0 -5.5L5.5 0L0 5.5L-5.5 0Z",
  group: "M-4.5 -4.5H4.5V4.5H-4.5Z",
  trouble: "M0 -5L5.5 4.5H-5.5Z",
  record: "M0 -4.5V4.5",
};

/** The shape of a kind around (x, y). */
export function glyph(kind, x, y, parent) {
  return svg("path", { class: `lab-glyph is-${kind}`, d: GLYPHS[kind], transform: `translate(${x} ${y})` }, parent);
}

/** The same as a picture beside a word. */
export function picture(kind) {
  const node = svg("svg", { class: "lab-picture", viewBox: "-8 -8 16 16", "aria-hidden": "true" });
  glyph(kind, 0, 0, node);
  return node;
}
