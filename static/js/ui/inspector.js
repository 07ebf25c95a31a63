// Click or focus anything to inspect it. The page about a thing is fetched with the first one, or when the
// first rush is over; from then on it opens at once.

export function makeInspector(parts) {
  const { store, words, acts, stage, panel } = parts;
  let view = null;
  let coming = null;
  let chosen = null;
  let origin = null;

  async function load() {
    coming ??= Promise.all([import("./inspect/view.js"), words.more()]);
    try {
      const [{ makeInspectorView }] = await coming;
      view ??= makeInspectorView(parts);
    } catch (problem) {
      coming = null;
      throw problem;
    }
  }

  /** Calls `then` when the view is here: at once, or after it came. */
  function withView(then) {
    if (view) return then();
    return load().then(then, () => acts.tell(words.label("connection.offline")));
  }

  function choose(id) {
    if (chosen === null) origin = document.activeElement;
    chosen = id;
    stage.select(id);
    panel.open("inspect");
    return withView(() => {
      view.show(chosen);
      view.focus();
    });
  }

  function close() {
    if (chosen === null) return panel.close();
    chosen = null;
    stage.select(null);
    view?.show(null);
    origin?.focus?.();
    return undefined;
  }

  /** Opens the form of the first producer or publisher, or of the chosen one. */
  async function publish() {
    const { producers, clients } = store.state.view;
    const publisher = Object.keys(clients ?? {}).find((id) => clients[id].kind === "publisher") ?? Object.keys(clients ?? {})[0];
    const fallback = publisher ? `client:${publisher}` : `producer:${Object.keys(producers ?? {})[0]}`;
    const first = /^(producer|client):/.test(chosen ?? "") ? chosen : fallback;
    if (first === "producer:undefined") return;
    const opened = choose(first);
    if (opened) await opened;
    view?.form()?.focus();
  }

  return { choose, chosen: () => chosen, close, publish, load };
}
