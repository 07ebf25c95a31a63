// The inspector is fetched when something is first chosen, or when the first rush is over.

const SETTLED_MS = 8000;

export function makeInspector(parts) {
  const { acts, panel, words } = parts;
  let inspector = null;
  let coming = null;

  function fetched() {
    coming ??= Promise.all([import("./inspect/inspector.js"), words.more()]).then(([{ buildInspector }]) => {
      inspector = buildInspector(parts);
    });
    return coming;
  }

  /** Does something with the inspector, at once when it is here. */
  async function use(act) {
    if (inspector === null) {
      try {
        await fetched();
      } catch {
        coming = null;
        acts.tell(words.label("connection.offline"));
        return;
      }
    }
    act(inspector);
  }

  setTimeout(() => fetched().catch(() => (coming = null)), SETTLED_MS);
  return {
    choose(id) {
      const from = document.activeElement;
      return use(() => inspector.choose(id, from));
    },
    chosen: () => inspector?.chosen() ?? null,
    close: () => (inspector ? inspector.close() : panel.close()),
    publish: () => use(() => inspector.publish()),
  };
}
