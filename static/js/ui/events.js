// Everything that this page has seen happen, also what lies ahead of the shown moment after a jump back.
// The list of it is fetched when it is first looked at.

import { importance } from "../model/narration.js";

const KEPT = 1500;

export function makeEvents(parts) {
  const { root, store, words, panel, acts } = parts;
  let known = [];
  let timeline = null;
  let list = null;

  function note(change) {
    if (store.state.timeline !== timeline) {
      timeline = store.state.timeline;
      known = [...store.state.events];
    }
    const newest = known.length > 0 ? known[known.length - 1].seq : 0;
    known.push(...change.events.filter((event) => event.seq > newest));
    if (known.length > KEPT) known = known.slice(-KEPT);
  }

  async function look() {
    try {
      const [{ makeEventList }] = await Promise.all([import("./events/list.js"), words.more()]);
      list ??= makeEventList(parts, () => known);
      list.fill();
    } catch {
      if (!root.hidden) acts.tell(words.label("connection.offline"));
    }
  }

  panel.onOpen((name) => name === "events" && look());
  store.listen(note);
  return { known: () => known, last: () => store.state.events.findLast((event) => importance(event) >= 2) ?? null };
}
