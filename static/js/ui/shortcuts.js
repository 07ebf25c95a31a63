// Keys for people who present: one table, shown by "?".

const OF_SLIDERS = new Set(["Home", "End", "PageUp", "PageDown", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"]);
const isProjected = () => document.documentElement.dataset.theme === "projector";

export function makeShortcuts({ part, acts, controls, track, inspector, events, panel, stage, palette, why }) {
  const sheet = part("shortcuts");
  const dark = part("blackout");

  function fullScreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.().catch(() => acts.tell(""));
  }

  function whyLast() {
    const last = events.last();
    if (last) why.event(last);
  }

  /** A presenter's remote sends a dot or F5: nothing to look at, and back. */
  function blackout() {
    dark.hidden = !dark.hidden;
  }

  const KEYS = {
    " ": () => controls.do("play"),
    k: () => controls.do("play"),
    n: () => controls.do("step"),
    N: () => controls.do("step", true),
    PageDown: () => controls.do("step"),
    b: () => controls.do("back"),
    PageUp: () => controls.do("back"),
    Home: () => controls.do("start_over"),
    "+": () => controls.faster(1),
    "-": () => controls.faster(-1),
    p: () => inspector.publish(),
    w: whyLast,
    t: () => panel.toggle(),
    l: () => track.toggle(),
    f: fullScreen,
    ".": blackout,
    "/": () => palette.open(),
    s: () => stage.root.querySelector('[tabindex="0"]')?.focus(),
    "?": () => sheet.showModal(),
  };

  /** What a presenter's remote sends besides the keys above. */
  const REMOTE = {
    F5: fullScreen,
    ArrowRight: () => controls.do("step"),
    ArrowLeft: () => controls.do("back"),
    ArrowDown: () => controls.do("step"),
    ArrowUp: () => controls.do("back"),
  };

  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !document.querySelector("dialog[open]")) {
      event.preventDefault();
      palette.open();
      return;
    }
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "Escape") {
      if (!dark.hidden) blackout();
      else inspector.close();
      return;
    }
    if (event.target.closest("input:not([type=range]), select, textarea")) return;
    if (event.key === " " && event.target.closest("button, a, summary, [role=tab]")) return;
    const run = KEYS[event.key] ?? (isProjected() ? REMOTE[event.key] : undefined);
    if (!run || (OF_SLIDERS.has(event.key) && event.target.closest("input, [role=tab]"))) return;
    event.preventDefault();
    run();
  });
  dark.addEventListener("click", blackout);
  for (const button of document.querySelectorAll("[data-open-shortcuts]")) button.addEventListener("click", () => sheet.showModal());
  for (const button of document.querySelectorAll("[data-full-screen]")) button.addEventListener("click", fullScreen);
}
