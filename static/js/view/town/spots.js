// Where an event of these families takes place: the boxes that light up when it happens.

const PLACES = [
  ["queue", (id, plan) => plan.queues[id]?.box],
  ["log", (id, plan) => plan.tapes[id]?.box],
  ["client", (id, plan) => plan.clients[id]?.box],
  ["service", (id, plan) => plan.clients[id]?.box],
  ["caller", (id, plan) => plan.clients[id]?.box],
  ["place", (id, plan) => plan.queues[id]?.box ?? plan.cards[id]],
  ["broker", (id, plan) => plan.hubs[id]?.box],
  ["process", (id, plan) => plan.cards[id]],
];

/** Boxes {key: box} that an event concerns: the most particular thing it names. */
export function spotsOf(event, plan) {
  for (const [field, find] of PLACES) {
    const box = typeof event[field] === "string" ? find(event[field], plan) : null;
    if (box) return { [`${field}:${event[field]}`]: box };
  }
  return {};
}
