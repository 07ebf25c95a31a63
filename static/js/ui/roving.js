// One tab stop for the whole stage: arrow keys go to the nearest thing in their direction, Enter opens it;
// Shift with an arrow goes into a log, from record to record. Clicks and touches come in here too.

import { recordRow, parseSubject } from "./inspect/subject.js";

const AHEAD = {
  ArrowRight: (dx, dy) => (dx > 1 ? dx + Math.abs(dy) * 2.4 : Infinity),
  ArrowLeft: (dx, dy) => (dx < -1 ? -dx + Math.abs(dy) * 2.4 : Infinity),
  ArrowDown: (dx, dy) => (dy > 1 ? dy + Math.abs(dx) * 2.4 : Infinity),
  ArrowUp: (dx, dy) => (dy < -1 ? -dy + Math.abs(dx) * 2.4 : Infinity),
};
const REACHABLE = ".target, .quick, .free";

const INSIDE = ".slot[data-offset], .token[data-msg], .mark[data-mark], .link[data-owner]";
const ALONG = { ArrowRight: 1, ArrowLeft: -1 };

export function makeRoving({ stage, choose, acts, store, drives, words }) {
  const { root } = stage;
  let current = null;
  let record = null;

  const all = () => [...root.querySelectorAll(REACHABLE)].filter((node) => node.getAttribute("display") !== "none");

  function stop(node) {
    if (current && current !== node) current.setAttribute("tabindex", "-1");
    current = node;
    current.setAttribute("tabindex", "0");
  }

  function ensure() {
    const nodes = all();
    if (nodes.length > 0 && !nodes.includes(current)) stop(nodes.find((node) => node.matches(".broker")) ?? nodes[0]);
  }

  function move(key) {
    const from = centre(current);
    let best = null;
    let least = Infinity;
    for (const node of all()) {
      if (node === current) continue;
      const at = centre(node);
      const cost = AHEAD[key](at.x - from.x, at.y - from.y);
      if (cost < least) [best, least] = [node, cost];
    }
    if (!best) return;
    stop(best);
    best.focus({ preventScroll: false });
    best.scrollIntoView({ block: "nearest", inline: "center" });
  }

  /** Into a log's records and along them; false when the focus is on no log or at its end. */
  function moveRecord(step) {
    const slots = [...(current?.querySelectorAll(".slot[data-offset]") ?? [])].sort((a, b) => Number(a.dataset.offset) - Number(b.dataset.offset));
    if (!current?.matches(".log") || slots.length === 0) return false;
    const at = record ? slots.indexOf(record) + step : step > 0 ? 0 : slots.length - 1;
    if (!slots[at]) return false;
    leaveRecord();
    record = slots[at];
    current.setAttribute("role", "group");
    for (const [name, value] of Object.entries({ role: "button", tabindex: "-1", "aria-label": spokenRecord(record) })) record.setAttribute(name, value);
    record.focus({ preventScroll: true });
    return true;
  }

  function leaveRecord() {
    if (!record) return;
    for (const name of ["role", "tabindex", "aria-label"]) record.removeAttribute(name);
    record.closest(".log")?.setAttribute("role", "button");
    record = null;
  }

  function idOfRecord(slot) {
    return `${slot.closest(".log").dataset.id.replace(/^log:/, "record:")}:${slot.dataset.offset}`;
  }

  /** What is not an actor of its own but can be asked about: a record, a message, a mark, a connection. */
  function idInside(node) {
    if (node.matches(".slot")) return idOfRecord(node);
    if (node.matches(".token")) return `message:${node.dataset.msg}`;
    const place = placeOf(node.dataset.link ?? node.closest("[data-marks]")?.dataset.marks ?? "");
    if (!place) return null;
    if (node.matches(".mark")) return `mark:${node.dataset.mark.split(" ").pop()}:${stage.focusGroup?.() ?? groupReading(place.topic)}:${place.topic}:${place.partition}`;
    const leader = store.state.view.topics[place.topic][place.partition].leader;
    return node.dataset.owner && leader > 0 ? `link:broker-${leader}:${node.dataset.owner}` : null;
  }

  function placeOf(name) {
    const at = name.lastIndexOf("-");
    const place = { topic: name.slice(0, at), partition: name.slice(at + 1) };
    return store.state.view.topics?.[place.topic]?.[place.partition] ? place : null;
  }

  function groupReading(topic) {
    const { view } = store.state;
    return Object.keys(view.groups ?? {}).sort().find((id) => (view.groups[id].topics ?? []).includes(topic));
  }

  function spokenRecord(slot) {
    const [offset, , , key] = recordRow(store.state.view, parseSubject(idOfRecord(slot))) ?? [slot.dataset.offset];
    return words.label("aria.offset", { offset: Number(offset), key: key ?? words.label("field.no_key") });
  }

  function open(node) {
    stop(node);
    if (node.dataset.command) acts.command(node.dataset.command);
    else if (node.matches(".quick")) publishNext(node.dataset.quick);
    else if (node.matches(".free")) acts.command(`join group ${node.dataset.join}`);
    else choose(node.dataset.id);
  }

  /** Keys in turn, so that a few presses reach every partition. */
  const turn = new Map();
  function publishNext(id) {
    const known = store.state.view.producers?.[id];
    const keys = known?.keys ?? [];
    const count = turn.get(id) ?? 0;
    turn.set(id, count + 1);
    const key = keys.length > 0 ? ` key=${keys[count % keys.length]}` : "";
    return acts.command(`publish ${id} ${known?.topic ?? ""}${key}`);
  }

  root.addEventListener("click", (event) => {
    const inside = event.target.closest(INSIDE);
    const node = event.target.closest(REACHABLE);
    const id = inside ? idInside(inside) : null;
    if (id) {
      if (node) stop(node);
      choose(id);
    } else if (node) {
      open(node);
      node.focus({ preventScroll: true });
    }
  });
  root.addEventListener("keydown", (event) => {
    const known = AHEAD[event.key] || event.key === "Enter" || event.key === " " || (event.key === "Escape" && record);
    if (!known || !current) return;
    event.preventDefault();
    event.stopPropagation();
    if (ALONG[event.key] && (event.shiftKey || record) && moveRecord(ALONG[event.key])) return;
    if (AHEAD[event.key] && !event.shiftKey) {
      leaveRecord();
      move(event.key);
    } else if (event.key === "Escape") {
      leaveRecord();
      current.focus({ preventScroll: true });
    } else if (record) choose(idOfRecord(record));
    else if (!AHEAD[event.key]) open(current);
  });
  store.listen(ensure);
  return { publishNext, drives };
}

function centre(node) {
  const shape = node.querySelector("rect, circle") ?? node;
  const box = shape.getBoundingClientRect();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
