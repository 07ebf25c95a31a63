// Two lists of the inspector: the records that a replica holds, and what happened to a thing.

import { html } from "../../lib/dom.js";
import { clock } from "../../lib/format.js";
import { isAbout } from "../../model/mentions.js";
import { importance } from "../../model/narration.js";
import { partition } from "../../model/readings.js";

const MOST = 40;

/** Newest first; a press on one opens it. */
export function records({ subject, store, words, choose }) {
  const replica = partition(store.state.view, subject.topic, subject.partition)?.replicas?.[subject.broker];
  const rows = [...(replica?.records ?? [])].reverse().slice(0, MOST);
  const list = html("ul", { class: "records" });
  for (const [offset, , , key, value] of rows) {
    const id = `record:${subject.topic}:${subject.partition}:${subject.broker}:${offset}`;
    const safe = offset < replica.high_watermark;
    const button = html("button", { type: "button", class: "record-row", "data-record-id": id }, html("b", {}, String(offset)), html("span", {}, key ?? words.label("field.no_key")), html("span", { class: "soft" }, value === null ? words.label("more.tombstone") : value));
    if (!safe) button.append(html("span", { class: "soft" }, words.label("more.above")));
    button.addEventListener("click", () => choose(id));
    list.append(html("li", {}, button));
  }
  return rows.length > 0 ? list : html("p", {}, words.label("table.none"));
}

/** What this page has seen happen to a thing, newest first, each with "why?". */
export function history({ subject, events, words, why }) {
  const found = events.known().filter((event) => importance(event) >= 1 && isAbout(event, subject)).slice(-MOST).reverse();
  const list = html("ol", { class: "event-list" });
  for (const event of found) {
    const ask = html("button", { type: "button", class: "why-button" }, words.label("button.why"));
    ask.addEventListener("click", () => why.event(event));
    list.append(html("li", {}, html("p", { class: "event-head" }, html("time", {}, clock(event.at_us)), ask), html("p", {}, words.tell(event))));
  }
  return found.length > 0 ? list : html("p", {}, words.label("history.none"));
}
