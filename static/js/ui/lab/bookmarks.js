// Bookmarks: a presenter's are kept by the room, a viewer's by the viewer's own browser.

import { stamp } from "../../lib/axis.js";
import { html } from "../../lib/dom.js";
import { recall, remember } from "../../lib/memory.js";
import { askName } from "./names.js";

const MOST = 100;

export function makeBookmarks({ root, page, store, words, acts, drives, onChange }) {
  const label = words.label;
  const place = `bookmarks:${page.dataset.room}`;
  const list = html("ul", { class: "lab-list" });
  const form = html("div", { class: "lab-form" });
  root.append(form, list);
  let seen = "";

  function own() {
    try {
      return JSON.parse(recall(place) ?? "[]");
    } catch {
      return [];
    }
  }

  function keep(marks) {
    remember(place, JSON.stringify(marks.slice(-MOST)));
    update(true);
    return true;
  }

  const kept = () => (drives() ? (store.state.room?.bookmarks ?? []) : own());
  /** Those of the run that is shown, for the line. */
  const here = () => kept().filter(({ timeline }) => timeline === store.state.room?.timeline);

  function add(now_us) {
    const title = label("lab.bookmark_name", { time: stamp(now_us, label("lab.day")) });
    askName({ place: form, words, title, done: (name) => (drives() ? acts.act("bookmark", { name, at_us: now_us }, root) : keep([...own(), next(name, now_us)])) });
  }

  function next(name, at_us) {
    return { n: Math.max(0, ...own().map(({ n }) => n)) + 1, timeline: store.state.room.timeline, at_us, name };
  }

  function rename(mark) {
    const done = (name) => (drives() ? acts.act("bookmark_name", { bookmark: mark.n, name }, root) : keep(own().map((one) => (one.n === mark.n ? { ...one, name } : one))));
    askName({ place: form, words, title: label("lab.rename"), value: mark.name, done });
  }

  function drop(mark) {
    if (drives()) acts.act("bookmark_drop", { bookmark: mark.n }, root);
    else keep(own().filter(({ n }) => n !== mark.n));
  }

  async function go(mark) {
    const { room } = store.state;
    if (mark.timeline !== room.timeline && !(await acts.act("return_to", { timeline: mark.timeline }, root))) return;
    acts.act("seek", { at_us: mark.at_us }, root);
  }

  function row(mark) {
    const time = html("button", { type: "button", class: "btn small lab-go" }, stamp(mark.at_us, label("lab.day")));
    const other = mark.timeline === store.state.room?.timeline ? "" : ` (${label("room.timeline", { n: mark.timeline })})`;
    const again = html("button", { type: "button", class: "btn small", "aria-label": label("lab.rename_this", { name: mark.name }) }, label("lab.rename"));
    const gone = html("button", { type: "button", class: "btn small", "aria-label": label("lab.remove_this", { name: mark.name }) }, label("lab.remove"));
    time.addEventListener("click", () => go(mark));
    again.addEventListener("click", () => rename(mark));
    gone.addEventListener("click", () => drop(mark));
    return html("li", {}, time, html("span", { class: "lab-what" }, mark.name + other), again, gone);
  }

  function update(sure = false) {
    const marks = kept();
    const now = JSON.stringify([marks, store.state.room?.timeline, drives()]);
    if (now === seen && !sure) return;
    seen = now;
    const none = html("li", { class: "hint" }, label(drives() ? "lab.bookmarks_none" : "lab.bookmarks_own"));
    list.replaceChildren(...(marks.length ? marks.map(row) : [none]));
    onChange();
  }

  return { add, here, update, count: () => kept().length };
}
