// The line under both stages: one while the runs are the same, two from their first difference on.

import { set, svg } from "../../lib/dom.js";

const WIDTH = 1000;
const MIDDLE = 18;
const APART = 9;
const BEND = 24;

/** Draws into `root`, a track with a slider; `facts` = {end_us, first_us, outcome_us} of which each may be null. */
export function drawFork(root, facts) {
  if (!facts?.end_us) return;
  const key = `${facts.end_us}|${facts.first_us}|${facts.outcome_us}`;
  if (root.dataset.drawn === key) return;
  root.dataset.drawn = key;
  root.querySelector("svg")?.remove();
  const drawing = svg("svg", { class: "track-fork", viewBox: `0 0 ${WIDTH} 36`, preserveAspectRatio: "none", "aria-hidden": "true" });
  root.prepend(drawing);
  const at = (us) => Math.round((us / facts.end_us) * WIDTH);
  const fork = facts.first_us === null ? WIDTH : at(facts.first_us);
  svg("path", { class: "fork-stem", d: `M0 ${MIDDLE}H${fork}` }, drawing);
  if (facts.first_us === null) return;
  const bent = Math.min(WIDTH, fork + BEND);
  for (const [side, y] of [["a", MIDDLE - APART], ["b", MIDDLE + APART]]) {
    svg("path", { class: `fork-${side}`, d: `M${fork} ${MIDDLE}C${fork + BEND / 2} ${MIDDLE} ${fork + BEND / 2} ${y} ${bent} ${y}H${WIDTH}` }, drawing);
  }
  for (const [kind, us] of [["first", facts.first_us], ["outcome", facts.outcome_us]]) {
    if (us === null) continue;
    set(svg("rect", { class: `fork-mark is-${kind}`, rx: 1.5, width: 4, height: kind === "first" ? 30 : 22 }, drawing), { x: at(us) - 2, y: kind === "first" ? 3 : 7 });
  }
}
