// The stage: one SVG, drawn from the view after each frame, and one animation loop that runs only
// while a token is on its way. Idle, it wakes twice a second for clock and rings; paused, never.

import { set, svg } from "../lib/dom.js";
import { familyOf } from "./families.js";
import { makeWaits } from "./waits.js";

const IDLE_MS = 500;
const TICK_MS = 100;
const LAYERS = ["cards", "streets", "links", "actors", "marks", "routes", "tokens"];

/**
 * `options` = {focus, still, drives}: which partitions are shown, whether motion is reduced, whether this
 * person may act. `onTick(now_us)` is called when the shown time changes, at most ten times a second.
 */
export function makeStage({ host, store, timeline, words, options, onTick = () => {} }) {
  const root = svg("svg", { class: "stage-svg", role: "group", "aria-label": words.label("aria.stage"), focusable: "false" }, host);
  const layers = Object.fromEntries(LAYERS.map((id) => [id, svg("g", { class: `layer-${id}` }, root)]));
  set(layers.tokens, { "aria-hidden": "true" });
  const nodes = new Map();
  const waits = makeWaits();
  const ctx = { layers, words, selected: null, preview: null, waits: waits.known, drives: Boolean(options.drives) };
  let family = null;
  let movers = null;
  let plan = null;
  let planKey = "";
  let pending = null;
  let ticked_ms = -Infinity;
  let still = Boolean(options.still);
  let size = { w: 0, h: 0 };

  const mover = () => (still ? movers.still : movers.flying);

  /** Each family of scenarios brings its own layout, actors and what moves; a room may change its scene. */
  function choose(cast) {
    const wanted = familyOf(cast);
    if (wanted === family) return;
    for (const [key, known] of nodes) forget(key, known);
    movers?.flying.clear();
    movers?.still.clear();
    family = wanted;
    movers = family.movers(layers);
    planKey = "";
  }

  function currentCast() {
    const { cast } = store.state;
    if (!cast) return null;
    choose(cast);
    return family.cast(store.state);
  }

  /** A new plan only when who takes part, the size or the theme changed. */
  function replan(cast) {
    const theme = document.documentElement.dataset.theme === "projector" ? "projector" : "normal";
    const digits = family.digits(store.state.view);
    const focus = { ...options.focus, digits };
    const key = JSON.stringify([cast, focus, size, theme]);
    if (key === planKey) return false;
    planKey = key;
    plan = family.layout(cast, focus, size, theme);
    set(root, { viewBox: `0 0 ${plan.width} ${plan.height}`, width: plan.width, height: plan.height });
    return true;
  }

  function draw() {
    const cast = currentCast();
    if (!cast || size.w === 0) return;
    const fresh = replan(cast);
    const now_us = timeline.now_us();
    Object.assign(ctx, { view: store.state.view, plan, now_us, ...family.context(store.state, cast, options.focus) });
    const items = family.itemsOf(plan, cast);
    const wanted = new Set(items.map((entry) => `${entry.kind}/${entry.id}`));
    for (const [key, known] of nodes) if (!wanted.has(key)) forget(key, known);
    for (const { kind, id, item } of items) {
      const key = `${kind}/${id}`;
      const known = nodes.get(key) ?? remember(key, kind, item);
      known.item = item;
      family.actors[kind].update(known.node, item, ctx);
    }
    mover().sync({ ...ctx, rate: timeline.rate(), fresh });
    step();
  }

  function remember(key, kind, item) {
    const known = { kind, item, node: family.actors[kind].create(item, ctx) };
    nodes.set(key, known);
    return known;
  }

  function forget(key, { kind, node }) {
    family.actors[kind].remove?.(node);
    node.remove();
    nodes.delete(key);
  }

  /** One frame of motion; asks for the next only if there is something to move. */
  function step() {
    stop();
    if (!plan || document.hidden) return;
    const now_us = timeline.now_us();
    const moving = mover().placeAll(now_us, plan);
    const real = timeline.real_ms();
    if (real - ticked_ms >= TICK_MS) {
      ticked_ms = real;
      tick(now_us);
    }
    if (moving && timeline.runs()) pending = { frame: requestAnimationFrame(step) };
    else if (timeline.runs()) pending = { timer: setTimeout(step, IDLE_MS) };
  }

  function tick(now_us) {
    ctx.now_us = now_us;
    for (const { kind, item, node } of nodes.values()) family.actors[kind].tick?.(node, item, ctx);
    onTick(now_us);
  }

  function stop() {
    if (pending?.frame) cancelAnimationFrame(pending.frame);
    if (pending?.timer) clearTimeout(pending.timer);
    pending = null;
  }

  function onStore(change) {
    if (change.room) return;
    for (const event of change.events) {
      waits.observe(event);
      if (event.type === "network.dropped" && plan) mover().lost(event.msg, plan);
    }
    if (change.back) movers?.flying.clear();
    beat(change.chatter ?? []);
    ticked_ms = -Infinity;
    draw();
  }

  /** Chatter is a short change of a line's style at both ends, never a token. */
  function beat(chatter) {
    if (still) return;
    for (const { source, target } of chatter.slice(-12)) {
      for (const process of [source, target]) {
        const port = layers.actors.querySelector(`[data-port="${CSS.escape(process)}"]`);
        if (port && port.getAnimations().length === 0) restart(port);
      }
    }
  }

  const unlisten = store.listen(onStore);
  const observer = new ResizeObserver(() => resize());
  observer.observe(host);
  const onVisible = () => draw();
  document.addEventListener("visibilitychange", onVisible);

  function resize() {
    const w = Math.floor(host.clientWidth);
    const h = Math.floor(w < 620 ? Math.max(host.clientHeight, 640) : host.clientHeight);
    if (w === size.w && h === size.h) return;
    size = { w, h };
    draw();
  }

  resize();
  return {
    root,
    draw,
    plan: () => plan,
    cast: currentCast,
    moving: () => (movers ? mover().count() : 0),
    pending: () => pending !== null && Boolean(pending.frame),
    select(id) {
      ctx.selected = id;
      draw();
    },
    setFocus(focus) {
      options.focus = { ...options.focus, ...focus };
      draw();
    },
    /** Topics that a filter would select: their branches glow; null for none. */
    setPreview(topics) {
      ctx.preview = topics;
      draw();
    },
    setDrives(drives) {
      ctx.drives = drives;
      draw();
    },
    setStill(value) {
      if (movers) mover().clear();
      still = value;
      draw();
    },
    destroy() {
      stop();
      unlisten();
      observer.disconnect();
      document.removeEventListener("visibilitychange", onVisible);
      root.remove();
    },
  };
}

function restart(node) {
  node.classList.remove("beats");
  void node.getBoundingClientRect();
  node.classList.add("beats");
}
