// All actors, one line each, in the order in which they are drawn.

import * as broker from "./actors/broker.js";
import * as group from "./actors/group.js";
import * as link from "./actors/link.js";
import * as locks from "./actors/locks.js";
import * as log from "./actors/log.js";
import * as marks from "./actors/marks.js";
import * as member from "./actors/member.js";
import * as producer from "./actors/producer.js";
import * as quorum from "./actors/quorum.js";
import * as street from "./actors/street.js";

export const ACTORS = { street, group, link, quorum, broker, log, marks, locks, producer, member };

/** Every thing to draw for a plan: {kind, id, item}. */
export function itemsOf(plan, cast) {
  const items = [{ kind: "street", id: "control", item: { id: "control", street: plan.control } }];
  if (plan.quorum.h > 0) items.push({ kind: "quorum", id: "quorum", item: {} });
  for (const row of plan.rows) items.push({ kind: "street", id: row.id, item: { id: row.id, street: row.street } });
  for (const id of Object.keys(plan.brokers)) items.push({ kind: "broker", id, item: { id } });
  for (const row of plan.rows) {
    const { topic, partition } = row;
    for (const broker of Object.keys(row.logs)) items.push({ kind: "log", id: `${row.id}:${broker}`, item: { topic, partition, broker, log: row.logs[broker] } });
    items.push({ kind: "marks", id: row.id, item: { id: row.id, topic, partition, row } });
    for (const group of cast.groups) if (group.share) items.push({ kind: "locks", id: `${row.id}/${group.id}`, item: { id: row.id, topic, partition, row, group: group.id } });
    items.push({ kind: "link", id: row.id, item: { id: row.id, topic, partition, row } });
  }
  for (const producer of cast.producers) items.push({ kind: "producer", id: producer.id, item: producer });
  for (const [id, spot] of Object.entries(plan.groups)) {
    items.push({ kind: "group", id, item: { id } });
    for (const member of Object.keys(spot.members)) items.push({ kind: "member", id: member, item: { id: member, group: id, place: spot.members[member] } });
  }
  return items;
}
