// The text twin: the stage as tables and as one paragraph. The tables are fetched when they are first
// looked at, and refreshed once a second while somebody does.

import { write } from "../lib/dom.js";

const EVERY_MS = 1000;

export function makeTables(parts) {
  const { root, store, words, live, panel } = parts;
  const text = root.querySelector("[data-description]");
  let tables = null;
  let building = null;
  let timer = null;

  async function update() {
    timer = null;
    if (root.hidden) return;
    building ??= Promise.all([import("./tables/build.js"), words.more()]);
    try {
      const [{ buildTables }] = await building;
      tables ??= buildTables(parts);
    } catch {
      building = null;
      return;
    }
    tables.fill(store.state.view);
  }

  root.querySelector("[data-describe]").addEventListener("click", async () => {
    try {
      const [{ describe }] = await Promise.all([import("../model/describe.js"), words.more()]);
      const paragraph = describe(store.state.view, words.label);
      write(text, paragraph);
      live.now(paragraph);
    } catch {
      live.now(words.label("connection.offline"));
    }
  });
  panel.onOpen((name) => name === "tables" && update());
  store.listen(() => {
    if (timer === null) timer = setTimeout(update, EVERY_MS);
  });
}
