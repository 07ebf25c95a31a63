// The state of a broker, program, queue, log, service, link or process in words: rows {label, value, term, path}.

import { clientState, divergence, entriesOf, filtersOf, hubState, interestOf, lastRead, linkState, lostAt, openCalls, serviceSetting, setting, subscriptionsOf } from "../../../model/town/readings.js";
import { sortedKeys } from "../../../lib/order.js";
import { stampText } from "../../../view/town/actors/service.js";

const row = (label, value, more = {}) => ({ label, value, ...more });
const list = (items, words) => (items.length > 0 ? items.join(", ") : words.label("table.none"));

function lostFact(view, words, ...places) {
  const rows = lostAt(view, ...places);
  const reasons = [...new Set(rows.map(({ reason }) => words.error(reason).word))];
  return row(words.label("town.fact_lost"), rows.length > 0 ? words.label("town.lost", { n: rows.length, reason: reasons.join(", ") }) : null);
}

function hubFacts({ id }, view, words) {
  const known = view.hubs?.[id];
  const state = hubState(view, id);
  if (!known) return [];
  const last = (known.matched ?? []).at(-1);
  const routes = sortedKeys(view.mesh?.routes?.[id]).map((target) => `${target}: ${view.mesh.routes[id][target] || words.error("no_way").word}`);
  return [
    row(words.label("table.state"), words.label(`hub.${state}`), { path: ["hubs", id, "state"] }),
    row(words.label("town.fact_dialect"), words.label(`dialect.${known.dialect}`)),
    row(words.label("town.who_asked"), list(subscriptionsOf(view, id).map(({ place, filter }) => `${filter} → ${place}`), words)),
    row(words.label("town.fact_interest"), list(interestOf(view, id).map(({ origin, filter, via }) => `${filter} (${origin}${via === origin ? "" : `, ${via}`})`), words)),
    row(words.label("town.fact_last"), last ? `${last[3]} → ${list([...last[1].map(([place]) => place), ...last[2]], words)}` : null),
    row(words.label("town.fact_routes"), routes.length > 0 ? routes.join(", ") : null),
    lostFact(view, words, id),
  ];
}

function workText(view, id) {
  return Object.values(view.work?.[id] ?? {}).map((event) => `#${event}`).join(", ");
}

function clientFacts({ id }, view, words) {
  const known = view.clients?.[id];
  if (!known) return [];
  const limit = setting(view, id, "inbox") ?? 0;
  const work_us = setting(view, id, "work_us");
  const inbox = known.inbox?.length ?? 0;
  return [
    row(words.label("table.state"), words.label(`client.${clientState(view, id)}`), { path: ["clients", id, "state"] }),
    row(words.label("inspect.kind"), words.label(`kind.${known.kind}`)),
    row(words.label("table.broker"), known.broker),
    row(words.label("town.fact_asks"), list([...filtersOf(view, id), ...filtersOf(view, `${id}.queue`)], words)),
    row(words.label("town.fact_keeps"), setting(view, id, "keeps")),
    row(words.label("town.fact_discarded"), known.discarded?.length || null, { path: ["clients", id, "discarded"] }),
    row(words.label("town.fact_inbox"), limit > 0 ? words.label("client.inbox_of", { n: inbox, most: limit }) : words.label("client.inbox", { n: inbox }), { path: ["clients", id, "inbox"] }),
    row(words.label("inspect.work"), workText(view, id)),
    row(words.label("town.fact_work"), work_us ? words.duration(work_us) : null),
    row(words.label("town.fact_held"), view.held?.[id] > 0 ? words.label("town.held", { n: view.held[id] }) : null, { path: ["held", id] }),
    row(words.label("town.fact_quality"), words.has(`quality.${setting(view, id, "quality")}`) ? words.label(`quality.${setting(view, id, "quality")}`) : null),
    lostFact(view, words, id),
  ];
}

function serviceFacts(subject, view, words) {
  const { id } = subject;
  const known = view.services?.[id];
  const calls = openCalls(view).filter((call) => call.caller === id);
  const read = lastRead(view, id);
  const flag = (name) => row(words.label(`town.fact_${name}`), serviceSetting(view, id, name) ? words.label("town.yes") : null);
  return [
    ...clientFacts(subject, view, words),
    row(words.label("town.fact_mode"), known?.mode || null, { path: ["services", id, "mode"] }),
    row(words.label("town.fact_workers"), known?.workers, { path: ["services", id, "workers"] }),
    row(words.label("town.fact_deployed"), known?.deployed > 1 ? words.label("service.deployed", { n: known.deployed }) : null),
    row(words.label("town.fact_waits"), calls.length > 0 ? calls.map((call) => `${call.service} ${call.operation}`).join(", ") : null),
    row(words.label("town.fact_carries"), serviceSetting(view, id, "carries") ? words.label(`carries.${serviceSetting(view, id, "carries")}`) : null),
    flag("idempotent"),
    flag("ordered"),
    flag("outbox"),
    row(words.label("town.fact_read"), read ? stampText(read, words) : null),
    ...entriesOf(view, id).map((entry) => entryFact(id, entry, view, words)),
  ];
}

function entryFact(id, entry, view, words) {
  const apart = divergence(view, id, entry);
  const mark = apart ? (apart.differs ? words.label("town.differs") : words.label("town.behind", { n: apart.behind })) : "";
  const version = entry.version > 0 ? words.label("town.version", { version: entry.version }) : "";
  return row(`${entry.store}: ${entry.key}`, [String(entry.value), version, mark].filter(Boolean).join(", "), { path: ["stores", id, entry.store, entry.key] });
}

function queueFacts({ id }, view, words) {
  const known = view.queues?.[id];
  if (!known) return [];
  const out = sortedKeys(known.out).map((event) => `#${event} ${known.out[event]}`);
  return [
    row(words.label("table.broker"), known.broker),
    row(words.label("town.fact_filters"), list(filtersOf(view, id), words)),
    row(words.label("town.fact_waiting"), words.label("queue.waiting", { n: known.waiting.length }), { path: ["queues", id, "waiting"] }),
    row(words.label("town.fact_out"), list(out, words), { path: ["queues", id, "out"] }),
    row(words.label("town.fact_capacity"), known.capacity > 0 ? known.capacity : words.label("town.unbounded")),
    row(words.label("town.fact_overflow"), known.capacity > 0 ? words.label(`overflow.${known.overflow}`) : null),
    row(words.label("town.fact_expiry"), known.expiry_us > 0 ? words.duration(known.expiry_us) : null),
    row(words.label("town.fact_deliveries"), known.most_deliveries > 0 ? known.most_deliveries : null),
    row(words.label("queue.dead_letter"), known.dead_letter || null),
    lostFact(view, words, id),
  ];
}

function tapeFacts({ id }, view, words) {
  const known = view.tapes?.[id];
  if (!known) return [];
  return [
    row(words.label("table.broker"), known.broker),
    row(words.label("town.fact_filters"), list(filtersOf(view, id), words)),
    row(words.label("table.log_start"), known.start, { path: ["tapes", id, "start"] }),
    row(words.label("table.log_end"), known.end, { path: ["tapes", id, "end"] }),
    row(words.label("town.fact_retention"), known.retention_us > 0 ? words.label("tape.retention", { time: words.duration(known.retention_us) }) : words.label("tape.for_ever")),
    ...sortedKeys(known.readers).map((reader) => readerFact(id, reader, known, words)),
  ];
}

function readerFact(id, reader, known, words) {
  const { position, committed } = known.readers[reader];
  const parts = [position >= 0 ? words.label("legend.position", { offset: position }) : "", committed >= 0 ? words.label("legend.committed", { offset: committed }) : "", position >= 0 ? words.label("group.lag", { n: Math.max(0, known.end - position) }) : ""];
  return row(reader, parts.filter(Boolean).join(", ") || words.label("table.none"), { path: ["tapes", id, "readers", reader, "position"] });
}

function linkFacts({ id }, view, words) {
  const [a, b] = id.split(":");
  const known = linkState(view, a, b);
  const over = (to, from) => interestOf(view, to).filter((item) => item.via === from).map((item) => item.filter);
  return [
    row(words.label("table.state"), words.label(`town.link_${known.word}`), { path: ["mesh", "links", a, b, "state"] }),
    row(words.label("town.fact_slow"), known.slow_us > 0 ? words.duration(known.slow_us) : null),
    row(words.label("town.fact_store"), known.store ? words.label("link.store") : null),
    row(words.label("town.fact_stored"), known.stored > 0 ? words.label("town.stored", { n: known.stored }) : null),
    row(words.label("town.fact_over", { from: a, to: b }), list(over(a, b), words)),
    row(words.label("town.fact_over", { from: b, to: a }), list(over(b, a), words)),
    lostFact({ lost: (view.lost ?? []).filter((item) => item[2] === "link") }, words, a, b),
  ];
}

function sagaFacts({ id }, view, words) {
  const known = view.sagas?.[id];
  if (!known) return [];
  return [
    row(words.label("table.state"), words.label(`saga.${known.outcome || known.state}`), { path: ["sagas", id, "state"] }),
    row(words.label("town.fact_definition"), known.definition),
    row(words.label("town.fact_style"), words.label(`style.${known.style}`)),
    row(words.label("town.fact_waits"), known.state === "stuck" ? (known.waits_for ?? null) : null),
    row(words.label("town.fact_took"), known.took_us !== undefined ? words.duration(known.took_us) : null),
    ...(known.trail ?? []).map(([name, service], i) => row(`${i + 1}`, `${name}, ${service}`)),
    ...(known.undone ?? []).map(([name, service]) => row(words.label("saga.compensating"), `${name}, ${service}`)),
  ];
}

export const TOWN_FACTS = { hub: hubFacts, client: clientFacts, service: serviceFacts, queue: queueFacts, tape: tapeFacts, link: linkFacts, saga: sagaFacts };

export const TOWN_TITLES = {
  hub: ({ id }, words) => words.label("hub.name", { hub: id }),
  client: ({ id }) => id,
  service: ({ id }, words) => words.label("service.name", { service: id }),
  queue: ({ id }, words) => words.label("queue.name", { queue: id }),
  tape: ({ id }, words) => words.label("tape.name", { log: id }),
  link: ({ id }, words) => words.label("link.name", { a: id.split(":")[0], b: id.split(":")[1] }),
  saga: ({ id }, words) => words.label("saga.name", { correlation: id }),
  topics: (_subject, words) => words.label("town.topics"),
};
