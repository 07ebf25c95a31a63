// Outlines what the two pictures do not have alike: tiles whose record the other run does not hold at that
// offset. Where only one stage is seen, what the other run holds there is drawn as a ghost over it.

import { set, svg } from "../../lib/dom.js";

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
    for (const tile of log.querySelectorAll(".tiles > [data-offset]")) {
      const offset = Number(tile.getAttribute("data-offset"));
      const differs = here.has(offset) && here.get(offset).said !== there.get(offset)?.said;
      set(tile, { "data-differs": differs ? (there.has(offset) ? "other" : "only") : null });
      if (differs) count += 1;
      ghost(tile, ghosts && differs ? (there.get(offset) ?? null) : undefined);
    }
  }
  return count;
}

/** A small sign in the tile's corner: the key of the record that the other run has here, or a dash for none. */
function ghost(tile, record) {
  if (record === undefined) {
    tile.ghost?.remove();
    tile.ghost = null;
    return;
  }
  const { x, y, width } = tile.querySelector("rect").getBBox();
  tile.ghost ??= svg("text", { class: "ghost-key", "text-anchor": "end" }, tile);
  set(tile.ghost, { x: Math.round(x + width - 3), y: Math.round(y + 13) });
  tile.ghost.textContent = record === null ? "–" : (record.key ?? "·");
}
