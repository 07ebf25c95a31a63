// One thing of the stage, drawn alone by its own actor: the whole scene is laid out as on a stage, one
// item of it is drawn, and the picture is cut to that item's box. What it does not draw, no one sees.

import { set, svg } from "../../lib/dom.js";
import { arriving, familyOf } from "../../view/families.js";
import { makeWaits } from "../../view/waits.js";

const LAYERS = ["cards", "streets", "links", "actors", "marks", "glows", "routes", "tokens"];
/** Sizes at which cards are about as wide as a phone; `map` keeps links between brokers. */
const SIZES = {
  normal: { narrow: { w: 390, h: 640 }, wide: { w: 1120, h: 620 } },
  projector: { narrow: { w: 600, h: 900 }, wide: { w: 1920, h: 1300 } },
};
const SPOKEN = ["role", "tabindex", "aria-label", "aria-pressed", "aria-hidden"];

/**
 * Draws what `wanted(entry)` chooses of `scene` = {cast, view, now_us, size, focus} into a new picture:
 * {root, plan, nodes}. Nothing in it can be focused or spoken: the words stand beside it.
 */
export async function drawScene(scene, wanted, { words, theme }) {
  const { cast, view, now_us, size = "narrow", focus = {} } = scene;
  await arriving(cast);
  const family = familyOf(cast);
  const grown = family.castOf(cast, view);
  const plan = family.layout(grown, { digits: 2, ...focus }, SIZES[theme === "projector" ? "projector" : "normal"][size], theme);
  await family.prepare?.(plan);
  const root = svg("svg", { class: "stage-svg specimen-picture", "aria-hidden": "true", focusable: "false" });
  const layers = Object.fromEntries(LAYERS.map((id) => [id, svg("g", { class: `layer-${id}` }, root)]));
  const ctx = { layers, words, view, plan, now_us, selected: null, preview: null, waits: makeWaits().known, drives: false, focusGroup: focus.group ?? grown.groups?.[0]?.id ?? null, ...family.context?.(view, grown) };
  const nodes = [];
  for (const { kind, id, item } of family.itemsOf(plan, grown, view)) {
    if (!wanted({ kind, id, item, plan })) continue;
    const node = family.actors[kind].create(item, ctx);
    family.actors[kind].update(node, item, ctx);
    nodes.push({ kind, id, item, node });
  }
  hush(root);
  return { root, plan, nodes };
}

/** A picture of a few nodes without a scene, such as a token; `make(parent)` draws around 0 0. */
export function drawAlone(make) {
  const root = svg("svg", { class: "stage-svg specimen-picture", "aria-hidden": "true", focusable: "false" });
  make(svg("g", { class: "layer-tokens" }, root));
  hush(root);
  return { root, plan: null, nodes: [] };
}

/** Cuts a picture to `box` with a little air around it. */
export function crop({ root }, { x, y, w, h }, air = 6) {
  const [width, height] = [Math.ceil(w + 2 * air), Math.ceil(h + 2 * air)];
  set(root, { viewBox: `${Math.floor(x - air)} ${Math.floor(y - air)} ${width} ${height}`, width, height });
  return root;
}

function hush(node) {
  for (const child of node.childNodes) {
    for (const name of SPOKEN) child.removeAttribute?.(name);
    hush(child);
  }
}
