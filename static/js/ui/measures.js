// The run's measures: fetched when their tab is first opened, as a part of the page that the server writes,
// and renewed while the run goes on and nobody reads in one of them.

const EVERY_MS = 2000;

let library = null;

/** htmx and the styles of this part, once. */
function loaded(root) {
  library ??= new Promise((resolve, reject) => {
    const style = document.createElement("link");
    Object.assign(style, { rel: "stylesheet", href: root.dataset.css });
    const script = document.createElement("script");
    Object.assign(script, { src: root.dataset.htmx, onload: resolve, onerror: reject });
    document.head.append(style, script);
  });
  return library;
}

export function openMeasures({ root, page, store, panel, acts, why, words }) {
  let shown = "";
  let timer = null;
  let wanted = false;

  const place = () => `${page.dataset.room}/${store.state.timeline}/${store.state.seq}`;
  const path = () => `/r/${page.dataset.room}/measures/${store.state.timeline}/`;
  const read = () => root.contains(document.activeElement) || root.querySelector("details[open]") !== null;
  const offline = () => acts.tell(words.label("connection.offline"));

  /** `asked`: somebody pressed for it; what they had open is opened again. */
  async function refresh(asked = false) {
    const open = [...root.querySelectorAll("details[open][data-metric]")].map(({ dataset }) => dataset.metric);
    try {
      await loaded(root);
      shown = place();
      wanted = asked;
      await window.htmx.ajax("GET", path(), { target: root.querySelector("[data-fragment]"), swap: "innerHTML" });
      for (const name of open) root.querySelector(`[data-metric="${name}"]`)?.setAttribute("open", "");
    } catch {
      library = null;
      offline();
    }
  }

  function look() {
    timer = null;
    if (!root.hidden && !read() && shown !== place()) refresh();
  }

  /** The event itself may be long gone from this page; the server still knows it. */
  async function explain(seq) {
    const known = store.state.bySeq.get(seq);
    if (known) return why.event(known);
    try {
      const answer = await fetch(`${page.dataset.why}${store.state.timeline}/${seq}/`);
      const [event] = (await answer.json()).events;
      return why.event({ also: [], because: [], ...event });
    } catch {
      return offline();
    }
  }

  async function prevent(button) {
    const target = button.closest("details").querySelector("[data-prevented]");
    button.disabled = true;
    target.textContent = root.dataset.wait;
    await window.htmx.ajax("GET", `${path()}prevented/${button.dataset.prevent}/`, { target, swap: "innerHTML" }).catch(offline);
    button.disabled = false;
  }

  root.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (!button) return;
    const { seek, whySeq, prevent: harm, refresh: again } = button.dataset;
    if (seek !== undefined) acts.act("seek", { at_us: Number(seek) }, button);
    else if (whySeq !== undefined) explain(Number(whySeq));
    else if (harm !== undefined) prevent(button);
    else if (again !== undefined) refresh(true);
  });
  root.addEventListener("htmx:beforeSwap", (event) => {
    // Somebody has begun to read since it was asked for: what they read stays.
    if (event.target.matches("[data-fragment]") && !wanted && read()) event.detail.shouldSwap = false;
  });
  panel.onOpen((name) => name === "measures" && look());
  store.listen(() => {
    timer ??= setTimeout(look, EVERY_MS);
  });
  return refresh(true);
}
