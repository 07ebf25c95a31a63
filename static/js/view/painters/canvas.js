// Tokens on a canvas over the stage, for when there are too many for SVG: same places, same shapes,
// the theme's colours.

import { keyLook, keyPath, MARKS } from "../../lib/shapes.js";

const TOKENS = ["card", "ink", "accent", "ok", "bad", "soft", "key-ada", "key-bo", "key-cal", "key-di", "key-ela", "key-fei"];
const OPEN = new Set(["beat", "hands", "envelope", "ballot"]);
const QUIET = 0.55;

export function makeCanvasPainter(host) {
  const shapes = new Map();
  let canvas = null;
  let pen = null;
  let theme = null;
  let colours = {};
  let size = "";

  function begin(plan) {
    if (!canvas) {
      canvas = document.createElement("canvas");
      canvas.className = "stage-canvas";
      canvas.setAttribute("aria-hidden", "true");
      pen = canvas.getContext("2d");
    }
    if (!canvas.isConnected) host.append(canvas);
    const scale = Math.min(2, devicePixelRatio || 1);
    const wanted = `${plan.width}x${plan.height}x${scale}`;
    if (wanted !== size) {
      size = wanted;
      canvas.width = Math.round(plan.width * scale);
      canvas.height = Math.round(plan.height * scale);
      canvas.style.width = `${plan.width}px`;
      canvas.style.height = `${plan.height}px`;
    }
    readColours();
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.clearRect(0, 0, plan.width, plan.height);
    return scale;
  }

  function readColours() {
    const now = document.documentElement.dataset.theme;
    if (now === theme) return;
    theme = now;
    const style = getComputedStyle(document.documentElement);
    colours = Object.fromEntries(TOKENS.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
    colours.font = getComputedStyle(document.body).fontFamily;
  }

  function paint(alone, trains, plan) {
    const scale = begin(plan);
    const m = plan.metrics;
    pen.lineWidth = m.stroke;
    pen.font = `600 ${m.text}px ${colours.font}`;
    pen.textAlign = "center";
    for (const flight of alone) {
      pen.setTransform(scale, 0, 0, scale, flight.at[0] * scale, flight.at[1] * scale);
      pen.globalAlpha = flight.stands ? 1 : QUIET;
      (flight.look === "tile" ? tile : flight.look === "slip" ? slip : sign)(flight, m);
    }
    pen.globalAlpha = 1;
    for (const train of trains) {
      pen.setTransform(scale, 0, 0, scale, train.x * scale, train.y * scale);
      box(m.text * 2.6, m.text * 1.06, 4);
      pen.fillStyle = colours.ink;
      pen.fillText(`×${train.count}`, 0, m.text * 0.36);
    }
  }

  function shape(key, make) {
    const known = shapes.get(key);
    if (known) return known;
    const made = new Path2D(make());
    shapes.set(key, made);
    return made;
  }

  function box(w, h, r) {
    pen.beginPath();
    pen.roundRect(-w / 2, -h / 2, w, h, r);
    pen.fillStyle = colours.card;
    pen.fill();
    pen.strokeStyle = colours.ink;
    pen.stroke();
  }

  function tile(flight, m) {
    const key = flight.records[0]?.[1] ?? null;
    box(m.tile * 1.3, m.tile, 6);
    pen.fillStyle = colours[keyLook(key).className] ?? colours.soft;
    pen.fill(shape(`${keyLook(key).className}${m.glyph}`, () => keyPath(key, m.glyph)));
  }

  function slip(flight, m) {
    const r = m.tile * 0.42;
    const path = shape(`slip${r}`, () => MARKS.slip(r));
    pen.fillStyle = colours.card;
    pen.fill(path);
    pen.strokeStyle = flight.error ? colours.bad : colours.ink;
    pen.stroke(path);
    pen.strokeStyle = flight.error ? colours.bad : colours.ok;
    const mark = flight.error ? "cross" : "tick";
    pen.stroke(shape(`${mark}${r}`, () => MARKS[mark](r * 0.75)));
  }

  function sign(flight, m) {
    const r = m.tile * 0.38;
    const path = shape(`${flight.look}${r}`, () => (MARKS[flight.look] ?? MARKS.envelope)(r));
    pen.strokeStyle = colours.accent;
    pen.fillStyle = colours.accent;
    if (!OPEN.has(flight.look)) pen.fill(path);
    pen.stroke(path);
  }

  function clear() {
    canvas?.remove();
  }

  return { name: "canvas", paint, drop: () => {}, clear };
}
