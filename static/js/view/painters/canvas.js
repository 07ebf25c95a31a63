// Tokens on a canvas over the stage, for when there are too many for SVG: same places, same shapes,
// the theme's colours.

import { keyLook, keyPath, MARKS } from "../../lib/shapes.js";

const TOKENS = ["card", "ink", "accent", "ok", "bad", "soft", "key-ada", "key-bo", "key-cal", "key-di", "key-ela", "key-fei"];
const OPEN = new Set(["beat", "hands", "envelope", "ballot"]);
const QUIET = 0.55;

export function makeCanvasPainter(host) {
  const sprites = new Map();
  let canvas = null;
  let pen = null;
  let theme = null;
  let colours = {};
  let size = "";
  let generation = 0;

  function begin(plan) {
    if (!canvas) {
      canvas = document.createElement("canvas");
      canvas.className = "stage-canvas";
      canvas.setAttribute("aria-hidden", "true");
      pen = canvas.getContext("2d");
    }
    if (!canvas.isConnected) host.append(canvas);
    const scale = Math.min(2, devicePixelRatio || 1);
    fit(plan, scale);
    readColours();
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, canvas.width, canvas.height);
    return scale;
  }

  function fit(plan, scale) {
    const wanted = `${plan.width}x${plan.height}x${scale}x${plan.metrics.tile}`;
    if (wanted === size) return;
    size = wanted;
    canvas.width = Math.round(plan.width * scale);
    canvas.height = Math.round(plan.height * scale);
    canvas.style.width = `${plan.width}px`;
    canvas.style.height = `${plan.height}px`;
    forget();
  }

  function readColours() {
    const now = document.documentElement.dataset.theme;
    if (now === theme) return;
    theme = now;
    const style = getComputedStyle(document.documentElement);
    colours = Object.fromEntries(TOKENS.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
    colours.font = getComputedStyle(document.body).fontFamily;
    forget();
  }

  function forget() {
    sprites.clear();
    generation += 1;
  }

  function paint(alone, trains, plan) {
    const scale = begin(plan);
    for (const flight of alone) {
      const sprite = spriteOf(flight, plan.metrics, scale);
      pen.drawImage(sprite, Math.round(flight.at[0] * scale - sprite.width / 2), Math.round(flight.at[1] * scale - sprite.height / 2));
    }
    if (trains.length > 0) paintTrains(trains, plan.metrics, scale);
  }

  function paintTrains(trains, m, scale) {
    pen.font = `600 ${m.text}px ${colours.font}`;
    pen.textAlign = "center";
    for (const train of trains) {
      pen.setTransform(scale, 0, 0, scale, train.x * scale, train.y * scale);
      box(pen, m.text * 2.6, m.text * 1.06, 4, m);
      pen.fillStyle = colours.ink;
      pen.fillText(`×${train.count}`, 0, m.text * 0.36);
    }
  }

  /** Each look is drawn once and copied from then on: thousands of paths a frame would be too slow. */
  function spriteOf(flight, m, scale) {
    if (flight.sprite?.generation === generation && flight.sprite.stands === flight.stands) return flight.sprite.image;
    const image = imageOf(flight, m, scale);
    flight.sprite = { generation, stands: flight.stands, image };
    return image;
  }

  function imageOf(flight, m, scale) {
    const key = flight.look === "tile" ? keyLook(flight.records[0]?.[1]).className : "";
    const id = `${flight.look}|${key}|${flight.error ? 1 : 0}|${flight.stands ? 1 : 0}`;
    const known = sprites.get(id);
    if (known) return known;
    const sprite = document.createElement("canvas");
    sprite.width = Math.ceil(m.tile * 1.6 * scale);
    sprite.height = Math.ceil(m.tile * 1.3 * scale);
    const brush = sprite.getContext("2d");
    brush.setTransform(scale, 0, 0, scale, sprite.width / 2, sprite.height / 2);
    brush.globalAlpha = flight.stands || flight.error ? 1 : QUIET;
    brush.lineWidth = m.stroke;
    (flight.look === "tile" ? tile : flight.look === "slip" ? slip : sign)(brush, flight, m);
    sprites.set(id, sprite);
    return sprite;
  }

  function box(brush, w, h, r, m) {
    brush.lineWidth = m.stroke;
    brush.beginPath();
    brush.roundRect(-w / 2, -h / 2, w, h, r);
    brush.fillStyle = colours.card;
    brush.fill();
    brush.strokeStyle = colours.ink;
    brush.stroke();
  }

  function tile(brush, flight, m) {
    const key = flight.records[0]?.[1] ?? null;
    box(brush, m.tile * 1.3, m.tile, 6, m);
    brush.fillStyle = colours[keyLook(key).className] ?? colours.soft;
    brush.fill(new Path2D(keyPath(key, m.glyph)));
  }

  function slip(brush, flight, m) {
    const r = m.tile * 0.42;
    const path = new Path2D(MARKS.slip(r));
    brush.fillStyle = colours.card;
    brush.fill(path);
    brush.strokeStyle = flight.error ? colours.bad : colours.ink;
    brush.stroke(path);
    brush.strokeStyle = flight.error ? colours.bad : colours.ok;
    brush.stroke(new Path2D(MARKS[flight.error ? "cross" : "tick"](r * 0.75)));
  }

  function sign(brush, flight, m) {
    const path = new Path2D((MARKS[flight.look] ?? MARKS.envelope)(m.tile * 0.38));
    brush.strokeStyle = colours.accent;
    brush.fillStyle = colours.accent;
    if (!OPEN.has(flight.look)) brush.fill(path);
    brush.stroke(path);
  }

  function clear() {
    canvas?.remove();
  }

  return { name: "canvas", paint, drop: () => {}, clear };
}
