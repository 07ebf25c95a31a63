// The stage of brokers, programs and services in one paragraph, for those who cannot see it.

import { sortedKeys } from "../../lib/order.js";
import { clientState, divergence, entriesOf, fateOf, hubState, linkState, openCalls, sagasOf } from "./readings.js";

/** `label(key, fields)` gives the words. */
export function describeTown(view, label) {
  return [...brokers(view, label), ...links(view, label), ...queues(view, label), ...logs(view, label), ...clients(view, label), ...calls(view, label), ...stores(view, label), ...sagas(view, label), last(view, label)].filter(Boolean).join(" ");
}

function brokers(view, label) {
  const ids = sortedKeys(view.hubs);
  const up = ids.filter((id) => hubState(view, id) === "up");
  return [label("describe.brokers", { up: up.length, n: ids.length }), ...ids.filter((id) => !up.includes(id)).map((id) => label("describe.thing", { thing: id, state: label(`hub.${hubState(view, id)}`) }))];
}

function links(view, label) {
  const all = view.mesh?.links ?? {};
  const pairs = sortedKeys(all).flatMap((a) => sortedKeys(all[a]).filter((b) => a < b).map((b) => [a, b]));
  return pairs.filter(([a, b]) => linkState(view, a, b).word !== "up").map(([a, b]) => label("describe.thing", { thing: `${a} – ${b}`, state: label(`town.link_${linkState(view, a, b).word}`) }));
}

function queues(view, label) {
  return sortedKeys(view.queues).map((id) => label("describe.queue", { queue: id, waiting: view.queues[id].waiting.length, out: Object.keys(view.queues[id].out ?? {}).length }));
}

function logs(view, label) {
  return sortedKeys(view.tapes).flatMap((id) => {
    const { start, end, readers } = view.tapes[id];
    return [label("describe.log", { log: id, start, end }), ...sortedKeys(readers).filter((reader) => readers[reader].position >= 0).map((reader) => label("describe.reader", { client: reader, log: id, lag: Math.max(0, end - readers[reader].position) }))];
  });
}

function clients(view, label) {
  return sortedKeys(view.clients).filter((id) => clientState(view, id) !== "up").map((id) => label("describe.thing", { thing: id, state: label(`client.${clientState(view, id)}`) }));
}

function calls(view, label) {
  return openCalls(view).map(({ caller, service }) => label("describe.thing", { thing: caller, state: label("town.waits_for", { service }) }));
}

function stores(view, label) {
  return sortedKeys(view.stores).flatMap((service) => entriesOf(view, service).flatMap((entry) => {
    const apart = divergence(view, service, entry);
    if (!apart) return [];
    return [label("describe.entry", { service, key: entry.key, state: apart.differs ? label("town.differs") : label("town.behind", { n: apart.behind }) })];
  }));
}

function sagas(view, label) {
  return sagasOf(view).slice(0, 3).map((saga) => label("describe.saga", { saga: saga.id, state: label(`saga.${saga.outcome || saga.state}`), last: saga.trail?.at(-1)?.[0] ?? label("table.none") }));
}

function last(view, label) {
  const event = (view.published ?? []).at(-1);
  if (!event) return "";
  const fate = fateOf(view, event[1]);
  if (!fate) return "";
  return label(fate.asked.length > 0 ? "describe.asked" : "describe.nobody", { topic: event[1], places: fate.asked.join(", ") });
}
