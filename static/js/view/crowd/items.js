// What stands on the stage where not everything fits in full detail: rows as bars, people as cells,
// each only where its own kind is too many.

import { itemsOf as detailed } from "../actors.js";
import * as band from "./band.js";
import * as bars from "./bars.js";
import * as column from "./column.js";
import { party, seat, source } from "./people.js";

export const CROWD = { band, column, bars, seat, source, party };

/** The kinds of full detail that the bars of a row stand for. */
const IN_BARS = new Set(["log", "marks", "link", "broker"]);

/** Items of a plan: those of full detail, with the crowded kinds in place of what is too many. */
export function itemsOf(plan, cast) {
  const items = [];
  for (const entry of detailed(plan, cast)) {
    if (plan.crowd && IN_BARS.has(entry.kind)) continue;
    if (plan.crowd && entry.kind === "street" && entry.id !== "control") {
      items.push({ ...entry, kind: "band" });
      continue;
    }
    items.push(...crowded(entry, plan));
  }
  if (!plan.crowd) return items;
  for (const id of Object.keys(plan.brokers)) items.push({ kind: "column", id, item: { id } });
  for (const row of plan.rows) items.push({ kind: "bars", id: row.id, item: { id: row.id, topic: row.topic, partition: row.partition, row } });
  return items;
}

function crowded(entry, plan) {
  const { kind, id, item } = entry;
  if (kind === "producer" && plan.producers[id].compact) return [{ kind: "source", id, item }];
  if (kind === "group" && plan.groups[id].compact) return [{ kind: "party", id, item }];
  if (kind === "member" && plan.groups[item.group].closed) return [];
  if (kind === "member" && plan.groups[item.group].compact) return [{ kind: "seat", id, item }];
  return [entry];
}
