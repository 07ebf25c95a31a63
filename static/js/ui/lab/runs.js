// The runs of a room as a tree: each left its parent at a moment and went its own way from there.

import { stamp } from "../../lib/axis.js";
import { html } from "../../lib/dom.js";
import { askName } from "./names.js";

export function makeRuns({ root, store, words, acts }) {
  const label = words.label;
  const form = html("div", { class: "lab-form" });
  const tree = html("div", {});
  root.append(form, tree);
  let seen = "";

  const nameOf = (line) => line.name || label("room.timeline", { n: line.n });

  function fork(now_us) {
    const free = html("input", { type: "checkbox" });
    askName({
      place: form,
      words,
      title: label("lab.fork_name", { time: stamp(now_us, label("lab.day")) }),
      value: label("lab.what_if", { n: Math.max(1, ...lines().map(({ n }) => n)) + 1 }),
      done: (name) => acts.act("fork", free.checked ? { name, free: true } : { name }, root),
    });
    form.firstChild.append(html("label", { class: "lab-check" }, free, label("lab.free")), html("p", { class: "hint" }, label("lab.one_change_why")));
  }

  const lines = () => store.state.room?.timelines ?? [];

  function branch(parent) {
    const children = lines().filter((line) => (line.parent ?? null) === parent);
    if (children.length === 0) return null;
    const list = html("ul", { class: "lab-tree" });
    for (const line of children) {
      const item = row(line);
      const below = branch(line.n);
      if (below) item.append(below);
      list.append(item);
    }
    return list;
  }

  function row(line) {
    const shown = line.n === store.state.room.timeline;
    const name = nameOf(line);
    const go = html("button", { type: "button", class: "btn small lab-go", "aria-current": shown ? "true" : null, "data-run": line.n }, name);
    go.addEventListener("click", () => acts.act("return_to", { timeline: line.n }, root));
    const again = html("button", { type: "button", class: "btn small", "aria-label": label("lab.rename_this", { name }) }, label("lab.rename"));
    again.addEventListener("click", () => askName({ place: form, words, title: label("lab.rename"), value: name, done: (text) => acts.act("timeline_name", { timeline: line.n, name: text }, root) }));
    const parts = [go, html("span", { class: "lab-what" }, story(line, shown)), again];
    if (line.parent !== null) parts.push(mode(line, name));
    return html("li", {}, html("div", { class: "lab-row" }, ...parts));
  }

  function story(line, shown) {
    const from = line.parent === null ? label("lab.first_run", { seed: line.seed }) : label("lab.forked_at", { time: stamp(line.from_at_us, label("lab.day")) });
    const change = line.changes === 0 ? label("lab.no_change") : line.changes === 1 ? label("lab.changed", { change: line.change }) : label("lab.changed_more", { change: line.change, n: line.changes - 1 });
    return [shown && label("lab.shown"), from, line.parent === null && line.changes === 0 ? null : change].filter(Boolean).join(" · ");
  }

  function mode(line, name) {
    const box = html("input", { type: "checkbox", "aria-label": label("lab.one_change_of", { name }) });
    box.checked = line.one_change;
    box.addEventListener("change", async () => {
      if (!(await acts.act("one_change", { timeline: line.n, on: box.checked }, root))) box.checked = line.one_change;
    });
    return html("label", { class: "lab-check" }, box, label("lab.one_change"));
  }

  function update() {
    const { room } = store.state;
    if (!room) return;
    const now = JSON.stringify([room.timelines, room.timeline]);
    if (now === seen) return;
    seen = now;
    const focused = tree.contains(document.activeElement) ? document.activeElement.dataset.run : null;
    tree.replaceChildren(branch(null) ?? "");
    if (focused) tree.querySelector(`[data-run="${focused}"]`)?.focus();
  }

  /** Where other runs left the one that is shown, for the line. */
  const flags = () => lines().filter((line) => line.parent === store.state.room?.timeline && line.from_at_us > 0)
    .map((line) => ({ id: `run-${line.n}`, kind: "fork", at_us: line.from_at_us, name: nameOf(line) }));

  return { fork, update, flags, count: () => lines().length };
}
