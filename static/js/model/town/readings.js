// What the view of the families pubsub, mesh and services means: who is up and connected, what a
// queue holds, who asked for a topic, which stores differ. Every piece of the view may be absent.

import { byId, sortedKeys } from "../../lib/order.js";

const FIELDS = ["event", "topic", "name", "form", "carries", "key", "value", "client", "correlation"];

/** The newest published events by number: {event, topic, name, form, carries, key, value, client, correlation}. */
export function eventsOf(view) {
  return new Map((view.published ?? []).map((row) => [row[0], Object.fromEntries(FIELDS.map((field, i) => [field, row[i] ?? null]))]));
}

/** An event by number, or what can be drawn of one that the view no longer holds. */
export function eventOf(events, number) {
  return events.get(number) ?? { event: number, topic: null, name: null, form: "fact", carries: "state", key: null, value: null, client: null, correlation: "" };
}

export function hubState(view, id) {
  return view.hubs?.[id]?.state ?? "unknown";
}

/** up, detached (up, but its broker has no connection to it), paused, stopped, down, absent. */
export function clientState(view, id) {
  const known = view.clients?.[id];
  if (!known) return "absent";
  if (known.state === "up" && known.attached === false) return "detached";
  return known.state ?? "absent";
}

/** A setting of a program as it stands now. */
export function setting(view, id, name) {
  const known = view.clients?.[id];
  if (known?.changed && name in known.changed) return known.changed[name];
  return (known?.settings ?? []).find(([key]) => key === name)?.[1] ?? null;
}

/** What a service was declared with, as it stands now. */
export function serviceSetting(view, id, name) {
  const known = view.services?.[id];
  if (known?.changed && name in known.changed) return known.changed[name];
  return (known?.settings ?? []).find(([key]) => key === name)?.[1] ?? null;
}

/** Filters that a place is subscribed with at its broker, as the broker knows them now. */
export function filtersOf(view, place) {
  return sortedKeys(view.subscriptions?.[place]);
}

/** Interests of a broker: rows of {place, filter, memory}. */
export function subscriptionsOf(view, hub) {
  return sortedKeys(view.subscriptions)
    .filter((place) => view.places?.[place]?.broker === hub)
    .flatMap((place) => filtersOf(view, place).map((filter) => ({ place, filter, memory: view.subscriptions[place][filter] })));
}

/** Filters of a broker that are topics themselves, since nothing in them is a wildcard or a pattern. */
export function plainFilters(view, hub) {
  const found = subscriptionsOf(view, hub).map(({ filter }) => filter);
  return [...new Set(found)].filter((filter) => /^[A-Za-z0-9_./-]+$/.test(filter));
}

/** Rows {origin, filter, via} of what a broker knows about the wishes of others. */
export function interestOf(view, hub) {
  const known = view.mesh?.interest?.[hub] ?? {};
  return sortedKeys(known).filter((origin) => origin !== hub).flatMap((origin) => sortedKeys(known[origin]).map((filter) => ({ origin, filter, via: known[origin][filter] })));
}

/** up, cut, down (an end has noticed) or slow; with what waits at either end. */
export function linkState(view, a, b) {
  const there = view.mesh?.links?.[a]?.[b];
  const back = view.mesh?.links?.[b]?.[a];
  const cut = view.links?.[a]?.[b] !== undefined || view.links?.[b]?.[a] !== undefined;
  const slow = Math.max(view.lags?.[a]?.[b] ?? 0, view.lags?.[b]?.[a] ?? 0);
  const noticed = there?.state === "down" || back?.state === "down";
  const word = there === undefined && back === undefined ? "unknown" : cut ? "cut" : noticed ? "down" : slow > 0 ? "slow" : "up";
  return { word, noticed, slow_us: slow, stored: (there?.stored ?? 0) + (back?.stored ?? 0), store: Boolean(there?.store ?? back?.store) };
}

/** Whether interest of somebody beyond `from` has come to `to` over this link, so that events may go the other way. */
export function interestVia(view, to, from) {
  return interestOf(view, to).some((row) => row.via === from);
}

/** What the brokers found for a topic when it was last published: {event, asked}, or null. A broker beyond a link counts as asking only until the event has come to it: then its own askers do. */
export function fateOf(view, topic) {
  const found = [];
  for (const hub of sortedKeys(view.hubs)) {
    for (const [event, places, onward, name] of view.hubs[hub].matched ?? []) if (name === topic) found.push({ event, hub, places, onward });
  }
  if (found.length === 0) return null;
  const newest = Math.max(...found.map((row) => row.event));
  const rows = found.filter((row) => row.event === newest);
  const reached = new Set(rows.map((row) => row.hub));
  const places = rows.flatMap((row) => row.places.map(([place]) => place));
  const ahead = rows.flatMap((row) => row.onward).filter((hub) => !reached.has(hub));
  return { event: newest, asked: [...new Set([...places, ...ahead])] };
}

/** The newest events that were lost to a place: rows {event, place, where, reason, at_us}. */
export function lostAt(view, ...places) {
  return (view.lost ?? []).filter((row) => places.includes(row[1])).map(([event, place, where, reason, at_us]) => ({ event, place, where, reason, at_us }));
}

/** Calls that wait for an answer: rows {caller, call, service, operation, deadline_us}. */
export function openCalls(view) {
  return sortedKeys(view.waits).flatMap((caller) => sortedKeys(view.waits[caller]).map((call) => ({ caller, call, ...view.waits[caller][call] })));
}

/** Entries of a service's stores: rows {store, key, value, version}. */
export function entriesOf(view, service) {
  const stores = view.stores?.[service] ?? {};
  return sortedKeys(stores).flatMap((store) => sortedKeys(stores[store]).map((key) => {
    const [value, version] = stores[store][key] ?? [null, 0];
    return { store, key, value, version: version ?? 0 };
  }));
}

/**
 * How an entry stands against the same key elsewhere: {behind: n} versions behind the newest known, {differs: true} with
 * the newest version and yet another value, or null when it agrees or nobody else has the key.
 */
export function divergence(view, service, entry) {
  let newest = entry.version;
  let same = null;
  for (const other of Object.keys(view.stores ?? {})) {
    if (other === service) continue;
    for (const known of entriesOf(view, other)) {
      if (known.key !== entry.key || known.version === 0) continue;
      newest = Math.max(newest, known.version);
      if (known.version === entry.version && known.store === entry.store && String(known.value) !== String(entry.value)) same = other;
    }
  }
  if (entry.version > 0 && newest > entry.version) return { behind: newest - entry.version };
  return same !== null && entry.version > 0 ? { differs: true } : null;
}

/** The newest reading of a service's store, with its stamp; null without. */
export function lastRead(view, service) {
  const row = (view.reads ?? []).findLast((item) => item[0] === service);
  if (!row) return null;
  const [, store, key, value, version, behind, behind_us, at_us] = row;
  return { store, key, value, version, behind, behind_us, at_us };
}

/** Sagas, those that are stuck first, then the newest. */
export function sagasOf(view) {
  const rank = { stuck: 0, forgotten: 1, running: 2, compensating: 2, finished: 3 };
  const ids = Object.keys(view.sagas ?? {});
  return ids
    .map((id, i) => ({ id, order: i, ...view.sagas[id] }))
    .sort((a, b) => (rank[a.state] ?? 2) - (rank[b.state] ?? 2) || (b.since_us ?? 0) - (a.since_us ?? 0) || b.order - a.order);
}

/** Everybody's ids as the cast names them, and after them who came since. */
export function withNewcomers(cast, view) {
  const known = (rows) => new Set(rows.map((row) => row.id));
  const later = (rows, mapping, make) => [...rows, ...sortedKeys(mapping).filter((id) => !known(rows).has(id)).map(make)];
  const hubs = later(cast.hubs ?? [], view.hubs, (id) => ({ id, dialect: view.hubs[id].dialect ?? "mqtt", edge: Boolean(view.hubs[id].edge), queues: [], logs: [] }));
  const clients = later(cast.clients ?? [], view.clients, (id) => newClient(view, id));
  const queues = later(cast.queues ?? [], view.queues, (id) => ({ id, broker: view.queues[id].broker, readers: readersOf(view, clients, id) }));
  const logs = later(cast.logs ?? [], view.tapes, (id) => ({ id, broker: view.tapes[id].broker, readers: sortedKeys(view.tapes[id].readers) }));
  return { ...cast, hubs, clients, queues, logs, services: cast.services ?? [], sagas: cast.sagas ?? [], links: withLinks(cast.links ?? [], view).map((link) => ({ ...link, id: `${link.a}|${link.b}` })) };
}

function newClient(view, id) {
  const wants = (view.clients[id].settings ?? []).find(([name]) => name === "wants")?.[1] ?? [];
  const asked = filtersOf(view, id).length > 0 || filtersOf(view, `${id}.queue`).length > 0;
  return { id, kind: view.clients[id].kind ?? "subscriber", broker: view.clients[id].broker, publishes: false, subscribes: wants.length > 0 || asked, topics: [], wants };
}

function readersOf(view, clients, queue) {
  const named = clients.filter(({ wants }) => (wants ?? []).some(([, memory, place]) => memory === "queue" && place === queue)).map(({ id }) => id);
  const own = /^(.+)\.queue$/.exec(queue)?.[1];
  return named.length > 0 ? named : own && view.clients?.[own] ? [own] : [];
}

function withLinks(links, view) {
  const out = [...links];
  for (const a of sortedKeys(view.mesh?.links)) {
    for (const b of sortedKeys(view.mesh.links[a])) {
      if (byId(a, b) < 0 && !out.some((row) => (row.a === a && row.b === b) || (row.a === b && row.b === a))) out.push({ a, b, store: Boolean(view.mesh.links[a][b].store) });
    }
  }
  return out;
}
