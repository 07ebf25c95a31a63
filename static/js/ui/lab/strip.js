// The timeline itself: marks by kind on a line that is torn where nothing happens. Dragging shows where it
// would lead and moves nobody; letting go asks the room. Everything a pointer does, keys do.

import { makeAxis, roundTimes, stamp } from "../../lib/axis.js";
import { set, svg, write } from "../../lib/dom.js";
import { glyph, KINDS } from "./kinds.js";

const TOP = 26;
const ROW = 13;
const FLOOR = TOP + KINDS.length * ROW;
const HEIGHT = FLOOR + 24;
const SETTLE_MS = 450;
const NEAR_PX = 76;
const APART_PX = 140;

export function makeStrip({ root, words, onSeek, onStep, onZoom, onPlan }) {
  const picture = svg("svg", { class: "lab-svg", height: HEIGHT, "aria-hidden": "true" }, root);
  const drawn = svg("g", {}, picture);
  const flags = svg("g", {}, picture);
  const line = svg("line", { class: "lab-now", y1: 4, y2: FLOOR }, picture);
  const ghost = svg("g", { class: "lab-ghost", visibility: "hidden" }, picture);
  const ghostLine = svg("line", { y1: 4, y2: FLOOR }, ghost);
  const ghostText = svg("text", { y: 17 }, ghost);
  let state = { from_us: 0, to_us: 60_000_000, head_us: 0, now_us: 0, kinds: {}, chosen: "", flags: [] };
  let axis = makeAxis(0, 60_000_000, []);
  let width = 0;
  let aim_us = null;
  let holding = false;
  let carried = null;
  let timer = null;

  const x = (at_us) => Math.round(axis.place(at_us) * width * 10) / 10;
  const days = () => words.label("lab.day");

  function draw(change) {
    state = { ...state, ...change };
    width = root.clientWidth;
    if (width === 0) return;
    set(picture, { width });
    const busy = KINDS.flatMap((kind) => (state.kinds[kind] ?? []).map(([at_us]) => at_us));
    const noted = state.flags.filter(({ kind }) => kind !== "plan").map(({ at_us }) => at_us);
    axis = makeAxis(state.from_us, state.to_us, [...busy, ...noted], state.head_us);
    drawn.replaceChildren();
    drawFloor();
    KINDS.forEach(drawKind);
    drawFlags();
    move(state.now_us);
  }

  function drawFloor() {
    const end = x(Math.min(state.head_us, state.to_us));
    svg("rect", { class: "lab-ahead", x: end, y: TOP, width: Math.max(0, width - end), height: FLOOR - TOP }, drawn);
    for (const piece of axis.pieces) {
      const [left, right] = [piece.start * width, piece.end * width];
      if (!piece.torn) svg("line", { class: "lab-floor", x1: left, x2: right, y1: FLOOR, y2: FLOOR }, drawn);
      else drawTear(left, right, piece.to_us - piece.from_us);
    }
    for (const at_us of roundTimes(axis, Math.min(1, APART_PX / width))) {
      svg("line", { class: "lab-floor", x1: x(at_us), x2: x(at_us), y1: FLOOR, y2: FLOOR + 5 }, drawn);
      const side = x(at_us) < 60 ? "start" : x(at_us) > width - 60 ? "end" : "middle";
      write(svg("text", { class: "lab-time", x: x(at_us), y: FLOOR + 19, "text-anchor": side }, drawn), stamp(at_us, days()));
    }
  }

  /** A long silence: a torn strip with its length. */
  function drawTear(left, right, span_us) {
    const middle = (left + right) / 2;
    const zigzag = (edge) => `M${edge} ${TOP}${Array.from({ length: 7 }, (_, n) => `l${n % 2 ? -5 : 5} ${(FLOOR - TOP) / 7}`).join("")}`;
    svg("rect", { class: "lab-torn", x: left, y: TOP, width: right - left, height: FLOOR - TOP }, drawn);
    svg("path", { class: "lab-zigzag", d: zigzag(left) + zigzag(right - 5) }, drawn);
    if (right - left > 30) write(svg("text", { class: "lab-time is-torn", x: middle, y: (TOP + FLOOR) / 2 + 5, "text-anchor": "middle" }, drawn), words.duration(span_us));
  }

  function drawKind(kind, row) {
    const faint = state.chosen !== "" && state.chosen !== kind;
    const group = svg("g", { class: `lab-kind${faint ? " is-faint" : ""}`, "data-kind": kind }, drawn);
    for (const [at_us, count] of state.kinds[kind] ?? []) {
      const mark = glyph(kind, x(at_us), TOP + row * ROW + ROW / 2, group);
      if (count > 1) set(mark, { class: `lab-glyph is-${kind} is-many` });
    }
  }

  /** Bookmarks, forks and planned faults stand above the line, on poles of their own. */
  function drawFlags() {
    flags.replaceChildren();
    let free = [-Infinity, -Infinity];
    for (const flag of [...state.flags].sort((a, b) => a.at_us - b.at_us)) {
      if (flag.at_us < state.from_us || flag.at_us > state.to_us) continue;
      const at = x(flag.at_us);
      const group = svg("g", { class: `lab-flag is-${flag.kind}`, "data-flag": flag.id }, flags);
      svg("line", { x1: at, x2: at, y1: 12, y2: FLOOR }, group);
      svg("path", { d: `M${at} 4h9l-3 5l3 5h-9Z` }, group);
      if (at - free[0] > NEAR_PX && at < width - NEAR_PX) {
        write(svg("text", { x: at + 12, y: 16 }, group), flag.name.length > 14 ? `${flag.name.slice(0, 13)}…` : flag.name);
        free = [at + Math.min(14, flag.name.length) * 9 - 40, free[0]];
      }
    }
  }

  function move(now_us) {
    state.now_us = now_us;
    set(line, { x1: x(now_us), x2: x(now_us) });
    const spoken = aim_us ?? now_us;
    set(root, {
      "aria-valuenow": Math.round(spoken / 1000),
      "aria-valuemax": Math.round(state.head_us / 1000),
      "aria-valuetext": words.label("lab.at", { time: stamp(spoken, days()) }),
    });
  }

  function aim(at_us) {
    aim_us = at_us === null ? null : Math.max(0, Math.min(carried === null ? state.head_us : state.to_us, Math.round(at_us)));
    set(ghost, { visibility: aim_us === null ? "hidden" : null });
    if (aim_us !== null) {
      const at = x(aim_us);
      set(ghostLine, { x1: at, x2: at });
      set(ghostText, { x: at < width - 110 ? at + 6 : at - 6, "text-anchor": at < width - 110 ? "start" : "end" });
      write(ghostText, stamp(aim_us, days()));
    }
    move(state.now_us);
  }

  async function land() {
    clearTimeout(timer);
    if (aim_us === null) return;
    const at_us = aim_us;
    await onSeek(at_us);
    if (aim_us === at_us && !holding) aim(null);
  }

  /** A planned fault was dragged to another time. */
  async function drop() {
    const [id, at_us] = [carried, aim_us];
    await onPlan(Number(id.slice("plan-".length)), at_us);
    carried = null;
    aim(null);
  }

  const under = (event) => axis.time((event.clientX - picture.getBoundingClientRect().left) / width);

  root.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    holding = true;
    carried = event.target.closest(".lab-flag.is-plan")?.dataset.flag ?? null;
    root.setPointerCapture(event.pointerId);
    aim(under(event));
  });
  root.addEventListener("pointermove", (event) => holding && aim(under(event)));
  root.addEventListener("pointerup", () => {
    if (!holding) return;
    holding = false;
    if (carried === null) land();
    else drop();
  });
  root.addEventListener("pointercancel", () => {
    holding = false;
    carried = null;
    aim(null);
  });
  root.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    onZoom(event.deltaY < 0 ? -1 : 1, under(event));
  }, { passive: false });

  const nudge = (parts) => () => {
    const where = axis.place(aim_us ?? state.now_us) + parts / 100;
    aim(axis.time(Math.max(0, Math.min(1, where))));
    clearTimeout(timer);
    timer = setTimeout(land, SETTLE_MS);
  };
  const KEYS = {
    ArrowLeft: nudge(-1), ArrowDown: nudge(-1), ArrowRight: nudge(1), ArrowUp: nudge(1),
    PageUp: () => onStep(0), PageDown: () => onStep(1),
    Home: () => onSeek(0), End: () => onSeek(state.head_us),
    "+": () => onZoom(-1, state.now_us), "-": () => onZoom(1, state.now_us),
    Enter: land,
    Escape: () => {
      clearTimeout(timer);
      aim(null);
    },
  };
  root.addEventListener("keydown", (event) => {
    const run = KEYS[event.key];
    if (!run || event.ctrlKey || event.altKey || event.metaKey || (event.key === "Escape" && aim_us === null)) return;
    event.preventDefault();
    run();
  });
  new ResizeObserver(() => draw({})).observe(root);
  return { draw, move, time: under };
}
