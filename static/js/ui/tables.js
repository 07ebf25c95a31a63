// The text twin: the stage as tables, refreshed once a second while somebody looks at them.

import { html, keyed, write } from "../lib/dom.js";
import { sortedKeys } from "../lib/order.js";
import { describe } from "../model/describe.js";
import { brokerState, coordinatedGroups, isActiveController, lag, marks, membersOf, partition, replicaState, shownTopics, waitingFor } from "../model/readings.js";
import { memberState, stateWord } from "../view/actors/member.js";

const EVERY_MS = 1000;

export function makeTables({ root, store, words, live, panel }) {
  const text = root.querySelector("[data-description]");
  const count = html("p", { class: "soft" });
  const tables = TABLES.map((spec) => makeTable(spec, words));
  root.append(...tables.map((table) => table.node), count);
  let timer = null;

  function update() {
    timer = null;
    if (root.hidden) return;
    const { view } = store.state;
    for (const table of tables) table.fill(view);
    write(count, words.label("describe.messages", { n: Object.keys(view.messages ?? {}).length }));
  }

  root.querySelector("[data-describe]").addEventListener("click", () => {
    const paragraph = describe(store.state.view, words.label);
    write(text, paragraph);
    live.now(paragraph);
  });
  panel.onOpen((name) => name === "tables" && update());
  store.listen(() => {
    if (timer === null) timer = setTimeout(update, EVERY_MS);
  });
}

function makeTable(spec, words) {
  const head = html("tr", {}, ...spec.columns.map((key) => html("th", { scope: "col" }, words.label(`table.${key}`))));
  const body = html("tbody");
  const node = html("div", { class: "table-scroll", tabindex: 0, role: "region", "aria-label": words.label(spec.title) }, html("table", {}, html("caption", {}, words.label(spec.title)), html("thead", {}, head), body));
  const rows = new Map();

  function fill(view) {
    const wanted = new Map(spec.rows(view, words).map((cells) => [cells.slice(0, spec.key ?? 1).join("|"), cells]));
    keyed(body, rows, [...wanted.keys()], () => html("tr", {}, ...spec.columns.map((_column, i) => html(i === 0 ? "th" : "td", i === 0 ? { scope: "row" } : {}))));
    for (const [key, row] of rows) wanted.get(key).forEach((cell, i) => write(row.children[i], cell ?? "–"));
  }

  return { node, fill };
}

const eachPartition = (view, use) => shownTopics(view).flatMap((topic) => sortedKeys(view.topics?.[topic]).flatMap((number) => use(topic, number, partition(view, topic, number))));

function roleOf(state, part, words) {
  return state.word === "leader" ? words.label("log.leader", { epoch: part.leader_epoch }) : words.label(state.word === "out" && state.behind > 0 ? "log.behind" : `log.${state.word}`, { n: state.behind });
}

const TABLES = [
  {
    title: "heading.brokers",
    columns: ["broker", "state", "role", "leads"],
    rows: (view, words) => sortedKeys(view.brokers).map((id) => [
      id,
      brokerState(view, id) === "unknown" ? "" : words.label(`broker.${brokerState(view, id)}`),
      [isActiveController(view, `broker-${id}`) ? words.label("voter.leader") : "", coordinatedGroups(view, id).length ? words.label("broker.coordinator") : ""].filter(Boolean).join(", "),
      eachPartition(view, (topic, number, part) => (part.leader === Number(id) ? [`${topic}-${number}`] : [])).join(", "),
    ]),
  },
  {
    title: "heading.partitions",
    columns: ["partition", "broker", "role", "log_start", "high_watermark", "log_end"],
    key: 2,
    rows: (view, words) => eachPartition(view, (topic, number, part) => (part.replica_ids ?? []).map((broker) => {
      const replica = part.replicas?.[String(broker)] ?? {};
      return [`${topic}-${number}`, broker, roleOf(replicaState(view, part, broker), part, words), replica.log_start_offset, replica.high_watermark, replica.log_end_offset];
    })),
  },
  {
    title: "heading.groups",
    columns: ["partition", "consumer", "position", "processed", "stored", "committed", "lag"],
    key: 1,
    rows: (view) => sortedKeys(view.groups).flatMap((group) => eachPartition(view, (topic, number) => {
      const known = marks(view, group, topic, number);
      return [[`${topic}-${number}`, known.owner, known.position, known.processed, known.stored, known.committed, lag(view, group, topic, number)]];
    })),
  },
  {
    title: "heading.consumers",
    columns: ["consumer", "state", "assigned"],
    rows: (view, words) => sortedKeys(view.groups).flatMap((group) => membersOf(view, group).map((id) => [id, stateWord(memberState(view, id), words), (view.members[id].state === "up" ? view.members[id].assigned ?? [] : []).map(([topic, number]) => `${topic}-${number}`).join(", ")])),
  },
  {
    title: "heading.producers",
    columns: ["producer", "acks", "keys", "waiting"],
    rows: (view) => sortedKeys(view.producers).map((id) => [id, view.producers[id].acks, (view.producers[id].keys ?? []).join(", "), waitingFor(view, id)]),
  },
];
