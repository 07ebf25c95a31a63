// The text twin of the families pubsub, mesh and services, one entry a table; each is hidden while it has no row.

import { sortedKeys } from "../../lib/order.js";
import { clientState, divergence, entriesOf, eventOf, eventsOf, filtersOf, hubState, interestOf, linkState, lostAt, openCalls, sagasOf, subscriptionsOf } from "../../model/town/readings.js";
import { requestRows, requestText } from "../../view/town/actors/requests.js";

const labels = (...keys) => (_view, words) => keys.map((key) => words.label(key));
const named = (events, number) => {
  const event = eventOf(events, number);
  return [`#${number}`, event.name ?? "", event.key ?? ""].filter(Boolean).join(" ");
};
const several = (events, numbers) => numbers.map((number) => named(events, number)).join(", ");
const lostText = (view, words, place) => {
  const rows = lostAt(view, place);
  return rows.length > 0 ? words.label("town.lost", { n: rows.length, reason: [...new Set(rows.map(({ reason }) => words.error(reason).word))].join(", ") }) : "";
};

export const TOWN_TABLES = [
  {
    title: "town.heading_brokers",
    columns: labels("table.broker", "table.state", "town.fact_dialect", "town.heading_subscriptions", "town.fact_interest"),
    rows: (view, words) => sortedKeys(view.hubs).map((id) => ({ id: `hub:${id}`, cells: [
      id,
      words.label(`hub.${hubState(view, id)}`),
      words.label(`town.dialect_${view.hubs[id].dialect}`),
      subscriptionsOf(view, id).length,
      interestOf(view, id).map(({ origin, filter }) => `${origin}: ${filter}`).join(", "),
    ] })),
  },
  {
    title: "town.who_asked",
    columns: labels("town.fact_filters", "town.heading_place", "town.heading_memory", "table.broker"),
    rows: (view, words) => sortedKeys(view.hubs).flatMap((hub) => subscriptionsOf(view, hub).map(({ place, filter, memory }) => ({ id: subjectOf(view, place, memory), key: `${place}|${filter}`, cells: [filter, place, words.label(`memory.${memory}`), hub] }))),
  },
  {
    title: "town.heading_links",
    columns: labels("town.heading_link", "table.state", "town.fact_stored"),
    rows: (view, words) => linkRows(view).map(([a, b]) => {
      const known = linkState(view, a, b);
      return { id: `link:${a}:${b}`, cells: [`${a} – ${b}`, words.label(`town.link_${known.word}`), known.stored] };
    }),
  },
  {
    title: "town.heading_queues",
    columns: labels("town.heading_queue", "table.broker", "town.fact_waiting", "town.fact_out", "town.fact_lost"),
    rows(view, words) {
      const events = eventsOf(view);
      return sortedKeys(view.queues).map((id) => {
        const { broker, waiting, out } = view.queues[id];
        return { id: `queue:${id}`, cells: [id, broker, several(events, waiting.map(([event]) => event)), sortedKeys(out).map((event) => `${named(events, Number(event))} (${out[event]})`).join(", "), lostText(view, words, id)] };
      });
    },
  },
  {
    title: "town.heading_logs",
    columns: labels("town.heading_log", "table.log_start", "table.log_end", "town.heading_reader", "table.position", "table.committed", "table.lag"),
    rows: (view) => sortedKeys(view.tapes).flatMap((id) => {
      const { start, end, readers } = view.tapes[id];
      const names = sortedKeys(readers);
      const at = (reader) => [readers[reader].position, readers[reader].committed].map((offset) => (offset < 0 ? null : offset));
      return (names.length > 0 ? names : [null]).map((reader) => ({ id: `tape:${id}`, key: `${id}|${reader}`, cells: [id, start, end, reader, ...(reader ? [...at(reader), readers[reader].position < 0 ? null : Math.max(0, end - readers[reader].position)] : [null, null, null])] }));
    }),
  },
  {
    title: "town.heading_clients",
    columns: labels("town.heading_client", "inspect.kind", "table.state", "town.fact_asks", "town.fact_inbox", "inspect.work", "town.fact_held", "town.fact_discarded", "town.fact_lost"),
    rows(view, words) {
      const events = eventsOf(view);
      return sortedKeys(view.clients).map((id) => {
        const known = view.clients[id];
        return { id: `${known.kind === "service" ? "service" : "client"}:${id}`, cells: [id, words.label(`kind.${known.kind}`), words.label(`client.${clientState(view, id)}`), [...filtersOf(view, id), ...filtersOf(view, `${id}.queue`)].join(", "), several(events, (known.inbox ?? []).map(([event]) => event)), several(events, Object.values(view.work?.[id] ?? {})), view.held?.[id] || "", known.discarded?.length || "", lostText(view, words, id)] };
      });
    },
  },
  {
    title: "town.heading_stores",
    columns: labels("town.heading_service", "town.heading_store", "field.key", "field.value", "town.heading_version", "town.heading_newest"),
    rows: (view, words) => sortedKeys(view.stores).flatMap((service) => entriesOf(view, service).map((entry) => {
      const apart = divergence(view, service, entry);
      return { id: `service:${service}`, key: `${service}|${entry.store}|${entry.key}`, cells: [service, entry.store, entry.key, String(entry.value ?? ""), entry.version || "", apart ? (apart.differs ? words.label("town.differs") : words.label("town.behind", { n: apart.behind })) : ""] };
    })),
  },
  {
    title: "town.heading_calls",
    columns: labels("town.heading_caller", "town.heading_service", "field.operation"),
    rows: (view) => openCalls(view).map(({ caller, call, service, operation }) => ({ id: `service:${caller}`, key: call, cells: [caller, service, operation] })),
  },
  {
    title: "town.heading_requests",
    columns: labels("town.heading_request", "town.heading_service", "table.state"),
    rows: (view, words) => requestRows(view).slice(0, 12).map((row) => ({ id: `service:${row.service}`, key: String(row.n), cells: [`${row.n} ${row.operation} ${row.key ?? ""}`, row.service, row.outcome === null ? words.label("town.outcome_open") : requestText({ ...row, accepted_us: row.waited_us, done_us: row.took_us ?? 0, running: false }, words)] })),
  },
  {
    title: "town.sagas",
    columns: labels("town.heading_saga", "table.state", "town.heading_trail", "town.heading_undone"),
    rows: (view, words) => sagasOf(view).map((saga) => ({ id: `saga:${saga.id}`, cells: [saga.id, words.label(`saga.${saga.outcome || saga.state}`), (saga.trail ?? []).map(([name]) => name).join(" → "), (saga.undone ?? []).map(([name]) => name).join(" → ")] })),
  },
];

function subjectOf(view, place, memory) {
  if (memory === "queue") return `queue:${place}`;
  if (memory === "log") return `tape:${place}`;
  return `${view.clients?.[place]?.kind === "service" ? "service" : "client"}:${place}`;
}

function linkRows(view) {
  const links = view.mesh?.links ?? {};
  return sortedKeys(links).flatMap((a) => sortedKeys(links[a]).filter((b) => a < b).map((b) => [a, b]));
}
