// The drawer under the stage: which kinds, next and previous, zoom, the line, and what belongs to it
// (moments as a list, bookmarks, runs, planned faults). It asks the server for the marks of what it shows.

import { stamp } from "../../lib/axis.js";
import { html, set } from "../../lib/dom.js";
import { makeBookmarks } from "./bookmarks.js";
import { makeFaults } from "./faults.js";
import { KINDS, picture } from "./kinds.js";
import { makeRuns } from "./runs.js";
import { makeStrip } from "./strip.js";

const MS = 1_000;
const S = 1_000_000;
/** Widths of the window in microseconds; 0 is the whole run. */
const ZOOMS = [MS, 10 * MS, 100 * MS, S, 10 * S, 60 * S, 600 * S, 3_600 * S, 21_600 * S, 86_400 * S, 7 * 86_400 * S, 0];
const LEAST_US = 10 * S;
const REFRESH_MS = 1_000;
const LISTED = 200;

export function buildDrawer({ root, button, page, store, words, acts, drives }) {
  const label = words.label;
  const day = () => label("lab.day");
  let zoom = ZOOMS.length - 1;
  let middle_us = null;
  let chosen = "";
  let marks = { kinds: {}, near: {}, head_us: 0 };
  let shown_us = 0;
  let timer = null;
  let asking = false;
  let open = null;

  function press(name, doit, attributes = {}) {
    const node = html("button", { type: "button", class: "btn small", ...attributes }, label(name));
    node.addEventListener("click", () => doit(node));
    return node;
  }

  const kinds = html("div", { class: "lab-kinds", role: "radiogroup", "aria-label": label("lab.kinds") });
  for (const kind of ["", ...KINDS]) {
    const box = html("input", { type: "radio", name: "lab-kind", value: kind });
    box.checked = kind === "";
    box.addEventListener("change", () => {
      chosen = kind;
      draw();
      fillList();
    });
    kinds.append(html("label", { class: "lab-kind-choice" }, box, ...(kind ? [picture(kind)] : []), label(`lab.kind_${kind || "all"}`)));
  }

  const wide = html("select", { class: "field small", "aria-label": label("lab.zoom") });
  ZOOMS.forEach((span, n) => wide.append(html("option", { value: n }, span ? words.duration(span) : label("lab.zoom_all"))));
  wide.value = String(zoom);
  wide.addEventListener("change", () => zoomTo(Number(wide.value), shown_us));

  const strip = html("div", { class: "lab-strip", role: "slider", tabindex: "0", "aria-label": label("lab.line"), "aria-valuemin": 0 });
  const answer = html("p", { class: "answer", "data-answer": "" });
  const tabs = html("div", { class: "lab-tabs" });
  const bodies = {};
  for (const name of ["moments", "bookmarks", "runs", "plans"]) {
    bodies[name] = html("div", { class: "lab-body", id: `lab-${name}`, "data-body": name, hidden: "" });
    tabs.append(press(`lab.${name}`, () => openBody(open === name ? null : name), { "aria-expanded": "false", "aria-controls": `lab-${name}`, "data-tab-of": name }));
  }
  const list = html("ol", { class: "lab-list" });
  bodies.moments.append(list);

  const line = makeStrip({ root: strip, words, onSeek: seek, onStep: stepTo, onZoom: (by, at_us) => zoomTo(zoom + by, at_us), onPlan: (n, at_us) => faults.move(n, at_us) });
  const bookmarks = makeBookmarks({ root: bodies.bookmarks, page, store, words, acts, drives, onChange: draw });
  const runs = makeRuns({ root: bodies.runs, store, words, acts });
  const faults = makeFaults({ root: bodies.plans, page, store, words, acts, drives, onChange: () => (update(), draw()) });

  root.append(
    html("div", { class: "lab-bar" },
      kinds,
      html("span", { class: "lab-group" }, press("lab.previous", () => stepTo(0), { "data-lab": "previous" }), press("lab.next", () => stepTo(1), { "data-lab": "next" })),
      html("span", { class: "lab-group" }, press("lab.zoom_in", () => zoomTo(zoom - 1, shown_us), { "aria-label": label("lab.zoom_in_long") }), wide, press("lab.zoom_out", () => zoomTo(zoom + 1, shown_us), { "aria-label": label("lab.zoom_out_long") })),
    ),
    strip,
    html("div", { class: "lab-bar" },
      tabs,
      html("span", { class: "lab-group" }, press("lab.bookmark", () => begin("bookmarks", bookmarks.add), { "data-lab": "bookmark" }), press("lab.fork", () => begin("runs", runs.fork), { "data-lab": "fork" }), press("lab.plan_here", () => begin("plans", faults.begin), { "data-lab": "plan" })),
      press("button.close", close, { class: "btn small lab-close" }),
    ),
    answer, ...Object.values(bodies),
  );
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) close();
  });
  style(root.dataset.css);

  function begin(name, doit) {
    openBody(name);
    doit(shown_us);
  }

  function openBody(name) {
    open = name;
    for (const [one, body] of Object.entries(bodies)) body.hidden = one !== name;
    for (const tab of tabs.children) set(tab, { "aria-expanded": String(tab.dataset.tabOf === name) });
    fillList();
  }

  function range() {
    const span = ZOOMS[zoom];
    const head_us = Math.max(marks.head_us, store.state.room?.head_us ?? 0, shown_us);
    if (span === 0) return { from_us: 0, to_us: Math.max(LEAST_US, ...faults.flags().map(({ at_us }) => Math.ceil(at_us * 1.1)), Math.ceil(head_us * 1.02)), head_us };
    const middle = middle_us ?? shown_us;
    const from_us = Math.max(0, Math.round(middle - span / 2));
    return { from_us, to_us: from_us + span, head_us };
  }

  async function look(at_us = shown_us) {
    const { from_us, to_us } = range();
    const { room } = store.state;
    if (root.hidden || !room) return null;
    const answered = await fetch(`/r/${page.dataset.room}/marks/${room.timeline}/?from=${from_us}&to=${to_us}&at=${Math.round(at_us)}`);
    if (!answered.ok) return null;
    marks = await answered.json();
    draw();
    fillList();
    return marks;
  }

  function soon() {
    if (timer !== null || root.hidden) return;
    timer = setTimeout(async () => {
      timer = null;
      if (asking) return;
      asking = true;
      await Promise.all([look(), faults.look()]).catch(() => null);
      asking = false;
    }, REFRESH_MS / 4);
  }

  function draw() {
    if (root.hidden) return;
    const flags = [...bookmarks.here().map((mark) => ({ id: `mark-${mark.n}`, kind: "bookmark", at_us: mark.at_us, name: mark.name })), ...runs.flags(), ...faults.flags()];
    line.draw({ ...range(), now_us: shown_us, kinds: marks.kinds, chosen, flags });
  }

  function seek(at_us) {
    return acts.act("seek", { at_us: Math.max(0, Math.round(at_us)) }, root);
  }

  /** To the next (1) or the previous (0) of the chosen kind. */
  async function stepTo(direction) {
    const found = await look().catch(() => null);
    const times = (chosen ? [chosen] : KINDS).map((kind) => found?.near[kind]?.[direction]).filter((at) => typeof at === "number");
    if (times.length === 0) return acts.tell(label(direction ? "lab.no_later" : "lab.no_earlier"), root);
    return seek(direction ? Math.min(...times) : Math.max(...times));
  }

  function zoomTo(n, at_us) {
    zoom = Math.max(0, Math.min(ZOOMS.length - 1, n));
    wide.value = String(zoom);
    middle_us = at_us;
    draw();
    soon();
  }

  /** The line as words: what of the chosen kind lies in the window, newest first. */
  function fillList() {
    if (open !== "moments") return;
    const rows = (chosen ? [chosen] : KINDS).flatMap((kind) => (marks.kinds[kind] ?? []).map(([at_us, count]) => ({ kind, at_us, count })))
      .sort((a, b) => b.at_us - a.at_us).slice(0, LISTED);
    list.replaceChildren(...(rows.length ? rows.map(moment) : [html("li", { class: "hint" }, label("lab.moments_none"))]));
  }

  function moment({ kind, at_us, count }) {
    const go = html("button", { type: "button", class: "btn small lab-go" }, stamp(at_us, day()));
    go.addEventListener("click", () => seek(at_us));
    const what = label(`lab.kind_${kind}`) + (count > 1 ? ` × ${count}` : "");
    return html("li", {}, go, html("span", { class: "lab-what" }, what));
  }

  function now(now_us) {
    shown_us = now_us;
    faults.now(now_us);
    if (root.hidden) return;
    const { from_us, to_us } = range();
    const span = to_us - from_us;
    if (ZOOMS[zoom] && (now_us < from_us || now_us > to_us - span / 20)) {
      middle_us = now_us + span / 4;
      draw();
      soon();
    } else line.move(now_us);
  }

  function update() {
    bookmarks.update();
    runs.update();
    for (const tab of tabs.children) {
      const name = tab.dataset.tabOf;
      const count = { bookmarks: bookmarks.count(), runs: runs.count(), plans: faults.count() }[name];
      tab.textContent = count === undefined ? label(`lab.${name}`) : `${label(`lab.${name}`)} (${count})`;
    }
  }

  function close() {
    root.hidden = true;
    set(button, { "aria-expanded": "false" });
    button.focus();
  }

  function toggle() {
    if (!root.hidden) return close();
    root.hidden = false;
    set(button, { "aria-expanded": "true" });
    update();
    draw();
    faults.fill();
    Promise.all([look(), faults.look()]).catch(() => null);
    strip.focus();
    return undefined;
  }

  store.listen((change) => {
    if (root.hidden) return;
    if (change.room || change.whole) update();
    if (change.whole || change.events.length > 0) soon();
  });
  return { toggle, now };
}

/** The drawer's looks come with it. */
function style(href) {
  document.head.append(html("link", { rel: "stylesheet", href }));
}
