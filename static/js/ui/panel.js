// The side panel: three tabs, one at a time; hidden on the projector until something is chosen.

export function makePanel({ root, page }) {
  const tabs = [...root.querySelectorAll('[role="tab"]')];
  const bodies = new Map(tabs.map((tab) => [tab.dataset.tab, root.querySelector(`#${tab.getAttribute("aria-controls")}`)]));
  const listeners = new Set();

  function open(name, { focus = false } = {}) {
    for (const tab of tabs) {
      const on = tab.dataset.tab === name;
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
      bodies.get(tab.dataset.tab).hidden = !on;
      if (on && focus) tab.focus();
    }
    page.dataset.panel = "open";
    for (const listener of listeners) listener(name);
  }

  function toggle() {
    page.dataset.panel = page.dataset.panel === "closed" ? "open" : "closed";
  }

  function close() {
    page.dataset.panel = "closed";
  }

  function current() {
    return tabs.find((tab) => tab.getAttribute("aria-selected") === "true")?.dataset.tab;
  }

  root.addEventListener("click", (event) => {
    const tab = event.target.closest('[role="tab"]');
    if (tab) open(tab.dataset.tab);
  });
  root.addEventListener("keydown", (event) => {
    if (!event.target.closest('[role="tab"]')) return;
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    const at = tabs.findIndex((tab) => tab.dataset.tab === current());
    open(tabs[(at + step + tabs.length) % tabs.length].dataset.tab, { focus: true });
  });
  for (const button of page.querySelectorAll("[data-panel-toggle]")) button.addEventListener("click", toggle);

  return { open, close, toggle, current, onOpen: (listener) => listeners.add(listener) };
}
