// How much a sentence says: plain, precise or as the log has it; remembered in this browser.

import { recall, remember } from "../lib/memory.js";

const KEY = "eventarium-depth";
const DEPTHS = ["plain", "precise", "log"];

export function makeDepth({ select, words, onProblem }) {
  async function use(depth) {
    try {
      await words.setDepth(depth);
      remember(KEY, depth);
    } catch {
      select.value = words.depth();
      onProblem();
    }
  }

  select.addEventListener("change", () => use(select.value));
  const known = recall(KEY);
  if (DEPTHS.includes(known) && known !== words.depth()) {
    select.value = known;
    use(known);
  }
}
