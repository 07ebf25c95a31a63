// Zoom: one topic, broker or group in full detail, and a small map of the whole that says where one
// is. A select for everybody, `z` on the chosen thing, a press on the map or on a partition's name.

import { html, keyed, set, svg, write } from "../lib/dom.js";
import { replicaState } from "../model/readings.js";
import { choices, EVERYTHING, focusOn, replicaDots } from "../view/zoom.js";

const MAP = { w: 92, h: 44 };
/** A stage this large offers the map even when all of it is shown. */
const LARGE = { brokers: 6, rows: 7 };

export function makeZoom({ page, host, stage, store, words }) {
  const root = html("div", { class: "zoom", hidden: true });
  const map = svg("svg", { class: "overview", width: MAP.w, height: MAP.h, preserveAspectRatio: "none", "aria-hidden": "true" }, root);
  const dots = svg("g", {}, map);
  const frame = svg("rect", { class: "frame" }, map);
  const known = new Map();
  const select = html("select", { class: "field", "aria-label": words.label("zoom.choose") });
  const all = html("button", { type: "button", class: "btn", hidden: true });
  write(all, words.label("zoom.all"));
  root.append(select, all);
  page.insertBefore(root, host.nextSibling);
  let offered = "";

  const subject = () => stage.focus().subject ?? null;

  function to(wanted) {
    const found = wanted ? focusOn(wanted, stage.cast(), store.state.view) : null;
    stage.setFocus(found ?? EVERYTHING);
    host.scrollTo({ top: 0 });
    update();
  }

  /** Back to the whole; false when that is what is shown already. */
  function out() {
    if (subject() === null) return false;
    to(null);
    return true;
  }

  function update() {
    const cast = stage.cast();
    if (!cast?.topics) return;
    const rows = cast.topics.reduce((sum, topic) => sum + topic.partitions, 0);
    const large = cast.brokers.length >= LARGE.brokers || rows >= LARGE.rows || Boolean(stage.plan()?.crowd);
    const parts = cast.topics.length > 1 || cast.groups.length > 1;
    root.hidden = !(large || parts || subject() !== null);
    if (root.hidden) return;
    offer(cast);
    select.value = [...select.options].some((option) => option.value === subject()) ? subject() : "";
    all.hidden = subject() === null;
    map.style.display = large || subject() !== null ? "" : "none";
    drawMap(cast, rows);
  }

  function offer(cast) {
    const wanted = choices(cast);
    const key = JSON.stringify(wanted);
    if (key === offered) return;
    offered = key;
    const group = (label, kind, ids, name) => {
      const node = html("optgroup", { label: words.label(label) });
      node.append(...ids.map((id) => option(`${kind}:${id}`, name(id))));
      return node;
    };
    select.replaceChildren(
      option("", words.label("zoom.everything")),
      group("heading.topics", "topic", wanted.topics, (id) => id),
      group("heading.brokers", "broker", wanted.brokers, (id) => words.label("broker.name", { broker: Number(id) })),
      group("heading.groups", "group", wanted.groups, (id) => words.label("group.name", { group: id })),
    );
  }

  function option(value, text) {
    const node = html("option", { value });
    write(node, text);
    return node;
  }

  /** Every replica is a dot; the frame is what the stage shows now. */
  function drawMap(cast, rows) {
    const wide = Math.max(1, cast.brokers.length);
    const tall = Math.max(1, rows);
    set(map, { viewBox: `0 0 ${wide} ${tall}` });
    const wanted = new Map(replicaDots(cast, store.state.view, replicaState).map((dot) => [dot.key, dot]));
    keyed(dots, known, [...wanted.keys()], () => svg("rect", { width: 0.8, height: 0.7 }, dots));
    for (const [key, node] of known) {
      const { x, y, word } = wanted.get(key);
      set(node, { x: x + 0.1, y: y + 0.15, class: `is-${word}` });
    }
    const focus = stage.focus();
    const columns = focus.brokers ? focus.brokers.map((id) => cast.brokers.map(String).indexOf(String(id))) : [0, wide - 1];
    const lines = focus.rows ? [...wanted.values()].filter((dot) => focus.rows.some(([topic, number]) => topic === dot.topic && number === dot.number)).map(({ y }) => y) : [0, tall - 1];
    const [x0, x1] = [Math.min(...columns), Math.max(...columns)];
    const [y0, y1] = [Math.min(...lines), Math.max(...lines)];
    set(frame, { x: x0, y: y0, width: x1 - x0 + 1, height: y1 - y0 + 1, display: subject() === null || lines.length === 0 ? "none" : null });
  }

  /** The partition under a press on the map. */
  map.addEventListener("click", (event) => {
    const cast = stage.cast();
    const area = map.getBoundingClientRect();
    const rows = cast.topics.flatMap((topic) => Array.from({ length: topic.partitions }, (_none, number) => [topic.id, number]));
    const row = rows[Math.floor(((event.clientY - area.top) / area.height) * rows.length)];
    if (row) to(`partition:${row[0]}:${row[1]}`);
  });
  select.addEventListener("change", () => to(select.value || null));
  all.addEventListener("click", () => {
    out();
    select.focus();
  });
  function pressed(event) {
    const wanted = event.target.closest("[data-zoom]")?.dataset.zoom;
    if (wanted) to(wanted);
  }

  function typed(event) {
    if (event.key !== "z" || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if (!out()) to(subjectOf(event.target.closest("[data-id]")?.dataset.id));
  }

  /** The press or key that fetched this module came before anybody listened here. */
  function first(event) {
    if (!stage.root.contains(event.target)) return;
    if (event.type === "keydown") typed(event);
    else pressed(event);
  }

  stage.root.addEventListener("click", pressed);
  stage.root.addEventListener("keydown", typed);
  store.listen((change) => {
    if (!change.room && !document.hidden) update();
  });
  update();
  return { to, out, subject, first };
}

/** What `z` zooms to from a thing on the stage: a log's partition, a broker, a group. */
export function subjectOf(id) {
  const [kind, ...rest] = (id ?? "").split(":");
  if (kind === "log") return `partition:${rest[0]}:${rest[1]}`;
  return kind === "broker" || kind === "group" ? id : null;
}
