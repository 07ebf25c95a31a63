// All actors of these families, one line each, in the order in which they are drawn.

import * as calls from "./actors/calls.js";
import * as client from "./actors/client.js";
import * as direct from "./actors/direct.js";
import * as hub from "./actors/hub.js";
import * as meshlink from "./actors/link.js";
import * as queue from "./actors/queue.js";
import * as requests from "./actors/requests.js";
import * as sagas from "./actors/sagas.js";
import * as service from "./actors/service.js";
import * as townstreet from "./actors/street.js";
import * as tape from "./actors/tape.js";
import * as tree from "./actors/tree.js";
import * as wire from "./actors/wire.js";

export const ACTORS = { townstreet, wire, meshlink, calls, hub, direct, queue, tape, client, service, tree, sagas, requests };

/** Every thing to draw for a plan: {kind, id, item}; only what has a place in the plan. */
export function itemsOf(plan, who) {
  const items = Object.values(plan.streets).filter((street) => street.id).map((street) => ({ kind: "townstreet", id: street.id, item: { street } }));
  const drawn = who.clients.filter(({ id }) => plan.clients[id]);
  for (const client of drawn) items.push({ kind: "wire", id: client.id, item: { id: client.id, broker: client.broker, place: placeOf(client) } });
  for (const { a, b } of who.links) if (plan.links[`${a}|${b}`]) items.push({ kind: "meshlink", id: `${a}|${b}`, item: { a, b } });
  if (who.services.length > 0) items.push({ kind: "calls", id: "calls", item: {} });
  for (const hub of who.hubs) items.push({ kind: "hub", id: hub.id, item: hub });
  for (const id of Object.keys(plan.directs)) items.push({ kind: "direct", id, item: { id } });
  for (const id of Object.keys(plan.queues)) items.push({ kind: "queue", id, item: { id } });
  for (const id of Object.keys(plan.tapes)) items.push({ kind: "tape", id, item: { id } });
  for (const client of drawn) items.push({ kind: client.kind === "service" ? "service" : "client", id: client.id, item: client });
  if (plan.tree) items.push({ kind: "tree", id: "topics", item: {} });
  if (plan.requests) items.push({ kind: "requests", id: "requests", item: {} });
  if (plan.sagas) items.push({ kind: "sagas", id: "sagas", item: {} });
  return items;
}

/** The queue or log that a program reads first, if it reads one. */
function placeOf({ wants }) {
  return (wants ?? []).find(([, memory]) => memory !== "direct")?.[2] ?? null;
}
