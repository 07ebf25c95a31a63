// What happened, newest first, by family, actor and words; it follows the playhead: what was seen but
// lies ahead of the shown moment stays listed as not yet, and a press on a time goes there.

import { html, set, write } from "../../lib/dom.js";
import { clock } from "../../lib/format.js";
import { byId, sortedKeys } from "../../lib/order.js";
import { isAbout } from "../../model/mentions.js";
import { badge, importance } from "../../model/narration.js";
import { parseSubject } from "../inspect/subject.js";

/** Who can be asked for in rooms of brokers, programs and services. */
const TOWN = [["hub", "hubs"], ["service", "services"], ["client", "clients"], ["queue", "queues"], ["tape", "tapes"]];
const ROWS = 80;
const EVERY_MS = 400;

export function makeEventList({ root, store, words, acts, why }, known) {
  const list = root.querySelector("[data-list]");
  const empty = root.querySelector("[data-none]");
  const filters = Object.fromEntries(["rank", "family", "actor", "search"].map((name) => [name, root.querySelector(`[data-filter="${name}"]`)]));
  const rows = new Map();
  let timer = null;

  function wanted() {
    const least = Number(filters.rank.value);
    const family = filters.family.value;
    const actor = filters.actor.value === "" ? null : parseSubject(filters.actor.value);
    const text = filters.search.value.trim().toLocaleLowerCase(words.locale);
    return known().filter((event) => importance(event) >= least
      && (family === "" || event.type.startsWith(`${family}.`))
      && (actor === null || isAbout(event, actor))
      && (text === "" || event.type.includes(text) || words.tell(event).toLocaleLowerCase(words.locale).includes(text)));
  }

  function fill() {
    timer = null;
    if (root.hidden) return;
    fillActors();
    const shown = wanted().slice(-ROWS).reverse();
    const ids = new Set(shown.map(({ seq }) => seq));
    for (const [seq, row] of rows) {
      if (ids.has(seq)) continue;
      row.remove();
      rows.delete(seq);
    }
    let place = list.firstChild;
    for (const event of shown) {
      const row = rows.get(event.seq) ?? remember(event);
      dress(row, event);
      if (row === place) place = place.nextSibling;
      else list.insertBefore(row, place);
    }
    empty.hidden = shown.length > 0;
    follow(shown);
  }

  function remember(event) {
    const when = html("button", { type: "button", class: "jump", title: words.label("why.jump"), "data-at": event.at_us }, clock(event.at_us));
    const button = html("button", { type: "button", class: "why-button", "data-seq": event.seq }, words.label("button.why"));
    const kind = html("span", { class: "kind" }, words.label(`caption.${badge(event)}`));
    const row = html("li", { "data-type": event.type }, html("p", { class: "event-head" }, when, kind, button), html("p", {}));
    rows.set(event.seq, row);
    return row;
  }

  function dress(row, event) {
    const ahead = event.seq > store.state.seq;
    set(row, { class: ahead ? "ahead" : null });
    write(row.lastChild, ahead ? `${words.tell(event)} ${words.label("events.not_yet")}` : words.tell(event));
  }

  /** The newest event of the shown moment is marked, and in sight unless somebody reads elsewhere in the list. */
  function follow(shown) {
    const now = shown.find(({ seq }) => seq <= store.state.seq);
    for (const [seq, row] of rows) set(row, { "aria-current": seq === now?.seq ? "true" : null });
    const reading = list.matches(":hover") || list.contains(document.activeElement);
    if (now && !reading && shown[0] !== now) rows.get(now.seq).scrollIntoView({ block: "nearest" });
  }

  function fillActors() {
    const { view } = store.state;
    const ids = [
      ...TOWN.flatMap(([kind, table]) => sortedKeys(view[table]).filter((id) => kind !== "client" || !view.services?.[id]).map((id) => [`${kind}:${id}`, id])),
      ...sortedKeys(view.brokers).map((id) => [`broker:${id}`, words.label("broker.name", { broker: Number(id) })]),
      ...["producer", "member", "group"].flatMap((kind) => sortedKeys(view[`${kind}s`]).map((id) => [`${kind}:${id}`, kind === "group" ? words.label("group.name", { group: id }) : id])),
      ...sortedKeys(view.voters).filter((id) => !id.startsWith("broker-")).sort(byId).map((id) => [`voter:${id}`, id]),
    ];
    const signature = ids.map(([id]) => id).join(" ");
    if (filters.actor.dataset.known === signature) return;
    filters.actor.dataset.known = signature;
    const chosen = filters.actor.value;
    filters.actor.replaceChildren(html("option", { value: "" }, words.label("events.everybody")), ...ids.map(([value, text]) => html("option", { value }, text)));
    filters.actor.value = ids.some(([id]) => id === chosen) ? chosen : "";
  }

  list.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.at) acts.act("seek", { at_us: Number(button.dataset.at) }, button);
    else ask(Number(button.dataset.seq));
  });

  function ask(seq) {
    const found = known().find((event) => event.seq === seq);
    if (found) why(found);
  }

  for (const filter of Object.values(filters)) filter.addEventListener("input", fill);
  words.onDepth(fill);
  store.listen((change) => {
    if (change.back) fill();
    else if (timer === null && change.events.length > 0) timer = setTimeout(fill, EVERY_MS);
  });
  return { fill };
}
