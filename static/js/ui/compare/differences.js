// Outlines what the two pictures do not have alike: tiles whose record the other run does not hold at that
// offset. Where only one stage is seen, what the other run holds there is drawn as a ghost over it.

import { keyed, set, svg, write } from "../../lib/dom.js";

const OFFSET = 0;
const KEY = 3;
const CREATED = 5;

/** Key and time of creation of each offset that a replica holds: numbers may differ between runs. */
function held(view, topic, partition, broker) {
  const rows = view.topics?.[topic]?.[partition]?.replicas?.[broker]?.records ?? [];
  return new Map(rows.map((row) => [row[OFFSET], { key: row[KEY], said: `${row[KEY]}|${row[CREATED]}` }]));
}

/** Marks one stage against the other's view; `ghosts` says whether the other's records are drawn too. */
export function markDifferences(stage, mine, other, ghosts) {
  let count = 0;
  for (const log of stage.root.querySelectorAll('.log[data-id^="log:"]')) {
    const [, topic, partition, broker] = log.getAttribute("data-id").split(":");
    const here = held(mine, topic, partition, broker);
    const there = held(other, topic, partition, broker);
    const boxes = new Map();
    for (const tile of log.querySelectorAll(".tiles > [data-offset]:not(.ghost-tile)")) {
      const offset = Number(tile.getAttribute("data-offset"));
      const differs = here.has(offset) && here.get(offset).said !== there.get(offset)?.said;
      set(tile, { "data-differs": differs ? (there.has(offset) ? "other" : "only") : null });
      if (differs) count += 1;
      boxes.set(offset, boxOf(tile));
    }
    drawGhosts(log.querySelector(".tiles"), ghosts ? there : new Map(), here, boxes);
  }
  return count;
}

function boxOf(tile) {
  const rect = tile.querySelector("rect");
  const [x, y, w, h] = ["x", "y", "width", "height"].map((name) => Number(rect.getAttribute(name)));
  return { x, y, w, h };
}

/** What the other run holds: a letter over a tile that holds another record here, a dashed tile where nothing is. */
function drawGhosts(tiles, there, here, boxes) {
  if (!tiles) return;
  const wanted = [...there].filter(([offset, record]) => here.get(offset)?.said !== record.said && placeOf(offset, boxes));
  tiles.ghosts ??= new Map();
  keyed(tiles, tiles.ghosts, wanted.map(([offset]) => offset), () => {
    const node = svg("g", { class: "ghost-tile", "aria-hidden": "true" });
    node.box = svg("rect", { rx: 6 }, node);
    node.letter = svg("text", { "text-anchor": "middle" }, node);
    return node;
  });
  for (const [offset, record] of wanted) {
    const node = tiles.ghosts.get(offset);
    const { x, y, w, h } = placeOf(offset, boxes);
    const over = boxes.has(offset);
    set(node, { "data-offset": offset });
    set(node.box, { x, y, width: w, height: h, display: over ? "none" : null });
    set(node.letter, { x: x + w / 2, y: over ? y - 3 : y + h / 2 + 5 });
    write(node.letter, (record.key ?? "·").slice(0, 3));
  }
}

/** The box of an offset, or where it would be after the last tile. */
function placeOf(offset, boxes) {
  if (boxes.has(offset)) return boxes.get(offset);
  const last = Math.max(...boxes.keys());
  if (!Number.isFinite(last) || offset <= last || offset > last + 3) return null;
  const { x, y, w, h } = boxes.get(last);
  return { x: x + (offset - last) * (w + 3), y, w, h };
}
