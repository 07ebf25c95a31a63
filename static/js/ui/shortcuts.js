// Keys for people who present: one table, shown by "?".

export function makeShortcuts({ page, part, acts, controls, inspector, events, panel, stage }) {
  const sheet = part("shortcuts");

  function fullScreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.().catch(() => acts.tell(""));
  }

  function why() {
    const last = events.last();
    if (last) events.why(last);
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
    w: why,
    t: () => panel.toggle(),
    f: fullScreen,
    s: () => stage.root.querySelector('[tabindex="0"]')?.focus(),
    "?": () => sheet.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "Escape") {
      inspector.close();
      return;
    }
    if (event.target.closest("input:not([type=range]), select, textarea")) return;
    if (event.key === " " && event.target.closest("button, a, summary, [role=tab]")) return;
    const run = KEYS[event.key];
    if (!run) return;
    event.preventDefault();
    run();
  });
  for (const button of document.querySelectorAll("[data-open-shortcuts]")) button.addEventListener("click", () => sheet.showModal());
  for (const button of document.querySelectorAll("[data-full-screen]")) button.addEventListener("click", fullScreen);
}
