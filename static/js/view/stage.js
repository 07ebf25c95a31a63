// The stage: one SVG, drawn from the view after each frame, and one animation loop that runs only
// while a token is on its way. Idle, it wakes twice a second for clock and rings; paused, held or
// hidden, never. How things look is the family's (families.js); this is only when and where.

import { set, svg } from "../lib/dom.js";
import { isCritical } from "../model/narration.js";
import { makeBeats } from "./beats.js";
import { makeDoubts } from "./doubts.js";
import { arriving, familyOf } from "./families.js";
import { makePlaces } from "./places.js";
import { makeSpotlight } from "./spotlight.js";
import { makeStill } from "./still.js";
import { makeTokens } from "./tokens.js";
import { makeWaits } from "./waits.js";

const IDLE_MS = 500;
const TICK_MS = 100;
const LAYERS = ["cards", "streets", "links", "actors", "marks", "glows", "routes", "doubts", "tokens"];
/** A narrow screen scrolls down through at least this much. */
const NARROW_HEIGHT = 640;
const MISSED = 60;

/**
 * `options` = {focus, still, drives, trainOver}: what is shown of the cast (layout.js), whether motion is
 * reduced, whether this person may act. `onTick(now_us)` is called when the shown time changes, at most ten
 * times a second; `onReturn({count, critical})` when a hidden page is seen again, with what it missed.
 */
export function makeStage({ host, store, timeline, words, options, onTick = () => {}, onReturn = () => {} }) {
  const root = svg("svg", { class: "stage-svg", role: "group", "aria-label": words.label("aria.stage"), focusable: "false" }, host);
  const layers = Object.fromEntries(LAYERS.map((id) => [id, svg("g", { class: `layer-${id}` }, root)]));
  for (const id of ["glows", "doubts", "tokens"]) set(layers[id], { "aria-hidden": "true" });
  const nodes = new Map();
  const waits = makeWaits();
  const places = makePlaces();
  const doubts = makeDoubts(layers.doubts);
  const beats = makeBeats(layers, timeline.real_ms);
  let still = Boolean(options.still);
  const spotlight = makeSpotlight({ layer: layers.glows, real_ms: timeline.real_ms, still: () => still });
  const movers = { flying: makeTokens({ layers, host, spotlight, trainOver: options.trainOver }), still: makeStill(layers) };
  const ctx = { layers, words, selected: null, preview: null, waits: waits.known, drives: Boolean(options.drives) };
  let plan = null;
  let planKey = "";
  let family = null;
  let pending = null;
  let ticked_ms = -Infinity;
  let size = { w: 0, h: 0 };
  let missed = { count: 0, critical: [] };

  const mover = () => (still ? movers.still : movers.flying);
  const held = () => Boolean(store.state.room?.hold);

  function currentCast() {
    const { cast, view } = store.state;
    return cast && !arriving(cast) ? places.kept(familyOf(cast).castOf(cast, view)) : null;
  }

  /** A new plan only when who takes part, the focus, the size or the theme changed. */
  function replan(cast) {
    const theme = document.documentElement.dataset.theme === "projector" ? "projector" : "normal";
    const focus = { ...options.focus, digits: offsetDigits(store.state.view) };
    const key = JSON.stringify([cast, focus, size, theme]);
    if (key === planKey) return false;
    planKey = key;
    family = familyOf(cast);
    plan = family.layout(cast, focus, size, theme);
    set(root, { viewBox: `0 0 ${plan.width} ${plan.height}`, width: plan.width, height: plan.height });
    spotlight.clear();
    return true;
  }

  function draw() {
    if (document.hidden) return;
    const cast = currentCast();
    if (!cast || size.w === 0) {
      arriving(store.state.cast)?.then(redraw);
      return;
    }
    const fresh = replan(cast);
    const missing = family.prepare?.(plan);
    if (missing) {
      missing.then(redraw);
      return;
    }
    const now_us = timeline.now_us();
    Object.assign(ctx, { view: store.state.view, plan, now_us, focusGroup: options.focus?.group ?? cast.groups?.[0]?.id ?? null, ...family.context?.(store.state.view, cast) });
    drawActors(family.itemsOf(plan, cast, store.state.view));
    mover().sync({ view: store.state.view, plan, words, now_us, rate: timeline.rate(), fresh, flightsOf: (msg, row, ...at) => family.flightsOf(msg, row, ...at, cast) });
    if (family.doubts) doubts.sync({ view: store.state.view, plan, words, fresh });
    step();
  }

  /** As if the plan were new: what was there until now was not drawn on it. */
  function redraw() {
    planKey = "";
    draw();
  }

  function drawActors(items) {
    const wanted = new Set(items.map((entry) => `${entry.kind}/${entry.id}`));
    for (const [key, known] of nodes) if (!wanted.has(key)) forget(key, known);
    for (const { kind, id, item } of items) {
      const key = `${kind}/${id}`;
      const known = nodes.get(key) ?? remember(key, kind, item);
      known.item = item;
      known.actor.update(known.node, item, ctx);
    }
  }

  function remember(key, kind, item) {
    const actor = family.actors[kind];
    const known = { actor, item, node: actor.create(item, ctx) };
    nodes.set(key, known);
    return known;
  }

  function forget(key, { actor, node }) {
    actor.remove?.(node);
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
    if (held() || !timeline.runs()) return;
    if (moving) pending = { frame: requestAnimationFrame(step) };
    else pending = { timer: setTimeout(step, IDLE_MS) };
  }

  function tick(now_us) {
    ctx.now_us = now_us;
    for (const { actor, item, node } of nodes.values()) actor.tick?.(node, item, ctx);
    onTick(now_us);
  }

  function stop() {
    if (pending?.frame) cancelAnimationFrame(pending.frame);
    if (pending?.timer) clearTimeout(pending.timer);
    pending = null;
  }

  function onStore(change) {
    if (change.room || change.whole) holdOrGo();
    if (change.room) return;
    if (change.back && store.state.at_us === 0) places.reset();
    for (const event of change.events) observe(event);
    if (document.hidden) {
      miss(change.events);
      return;
    }
    if (plan && !change.whole) spotlight.happened(change.events, plan, store.state.view, family.spotsOf);
    if (change.back) movers.flying.clear();
    if (!still && !held()) beats.beat(change.chatter ?? []);
    ticked_ms = -Infinity;
    draw();
  }

  function observe(event) {
    waits.observe(event);
    spotlight.observe(event);
    if (event.type === "network.dropped" && plan && !document.hidden) mover().lost(event.msg, plan);
  }

  /** While a question is open nothing moves: no token, no ring, no glow, and the clock stands. */
  function holdOrGo() {
    const now = held();
    if (root.classList.contains("is-held") === now) return;
    root.classList.toggle("is-held", now);
    if (now) timeline.hold();
    step();
  }

  function onVisible() {
    if (document.hidden) {
      stop();
      return;
    }
    movers.flying.clear();
    spotlight.clear();
    ticked_ms = -Infinity;
    draw();
    if (missed.count > 0) onReturn(missed);
    missed = { count: 0, critical: [] };
  }

  function miss(events) {
    missed.count += events.length;
    missed.critical = [...missed.critical, ...events.filter(isCritical)].slice(-MISSED);
  }

  const unlisten = store.listen(onStore);
  const observer = new ResizeObserver(() => resize());
  observer.observe(host);
  document.addEventListener("visibilitychange", onVisible);

  function resize() {
    const w = Math.floor(host.clientWidth);
    const h = Math.floor(w < 620 ? Math.max(host.clientHeight, NARROW_HEIGHT) : host.clientHeight);
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
    focus: () => options.focus ?? {},
    moving: () => mover().count(),
    painter: () => movers.flying.painter(),
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
    setDrives(drives, publishes = drives) {
      ctx.drives = drives;
      ctx.publishes = publishes;
      draw();
    },
    setStill(value) {
      mover().clear();
      spotlight.clear();
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

/** Slots are made wide enough for the numbers to come: at least two digits. */
function offsetDigits(view) {
  let most = 99;
  for (const [topic, parts] of Object.entries(view.topics ?? {})) {
    if (view.topic_configs?.[topic]?.internal) continue;
    for (const part of Object.values(parts)) for (const replica of Object.values(part.replicas ?? {})) most = Math.max(most, replica.log_end_offset ?? 0);
  }
  return String(most).length;
}
