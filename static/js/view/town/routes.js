// The way of a message between two cards. It leaves at a door, keeps to the ways between cards, and
// enters at a door: it meets no card but its own two ends.

/** Points of the way from `source` to `target`; `place` is the queue or log concerned at the broker. Null when an end is not drawn. */
export function route(plan, { source, target, place = null, reply = false }) {
  if (plan.hubs[source] && plan.hubs[target]) return linkWay(plan, source, target);
  if (plan.hubs[target] && plan.clients[source]) return clientWay(plan, source, target, place, "out", reply);
  if (plan.hubs[source] && plan.clients[target]) return clientWay(plan, target, source, place, "in", reply)?.reverse() ?? null;
  if (plan.clients[source] && plan.clients[target]) return callWay(plan, source, target);
  return null;
}

function linkWay(plan, source, target) {
  const known = plan.links[`${source}|${target}`];
  if (known) return known.points;
  const back = plan.links[`${target}|${source}`];
  return back ? [...back.points].reverse() : null;
}

/** From a program to its broker; the other way is the same reversed. */
function clientWay(plan, client, hub, place, door, reply) {
  const spot = plan.clients[client];
  if (spot.attach) return [...spot.attach];
  const side = door === "out" ? spot.ports.out : spot.ports.in;
  const row = plan.queues[place] ?? plan.tapes[place] ?? (door === "in" ? plan.directs[client] : null);
  const at = row?.hub === hub ? row : null;
  return plan.shape === "rows" ? upright(plan, spot, side, plan.hubs[hub], at, reply) : sideways(spot, side, plan.hubs[hub], at, door, reply);
}

function sideways(spot, side, hub, row, door, reply) {
  const x = spot.lane > hub.box.x + hub.box.w / 2 ? hub.box.x + hub.box.w : hub.box.x;
  const share = (door === "out") !== reply ? 0.42 : 0.7;
  const y = row ? row.port.y + (door === "out" ? 5 : -5) : Math.round(hub.head.y + hub.head.h * share);
  return [[side.x, side.y], [spot.lane, side.y], [spot.lane, y], [x, y]];
}

/** In rows the way is upright where it can be, and changes columns only in the street between cards and broker. */
function upright(plan, spot, side, hub, row, reply) {
  const below = spot.line === 1;
  const edge = below ? hub.box.y + hub.box.h : hub.box.y;
  const wanted = row?.kind === "queue" && !inside(side.x, row.box) ? Math.round(row.box.x + row.box.w / 2) : side.x;
  const x = Math.max(hub.box.x + 12, Math.min(hub.box.x + hub.box.w - 12, wanted + (reply ? 4 : 0)));
  const street = plan.streets[below ? "events-below" : "events"];
  const y = Math.round(street.y + (street.h * (1 + (spot.nth ?? 0))) / ((spot.count ?? 1) + 1));
  return x === side.x ? [[x, side.y], [x, edge]] : [[side.x, side.y], [side.x, y], [x, y], [x, edge]];
}

const inside = (x, box) => x >= box.x && x <= box.x + box.w;

/** A call goes over the street of calls; between the two rows of cards it goes around at the edge. */
export function callWay(plan, source, target) {
  const [from, to] = [plan.clients[source], plan.clients[target]];
  if (!from?.calls || !to?.calls) return null;
  const [start, end] = [from.calls.out, to.calls.in];
  if (plan.shape === "stacked") {
    const lane = 10 + (Object.keys(plan.clients).indexOf(source) % 3) * 4;
    return [[start.x, start.y], [lane, start.y], [lane, end.y], [end.x, end.y]];
  }
  const [one, two] = [callsY(plan, from), callsY(plan, to)];
  if (from.line === to.line) return [[start.x, start.y], [start.x, one], [end.x, one], [end.x, end.y]];
  return [[start.x, start.y], [start.x, one], [plan.margin, one], [plan.margin, two], [end.x, two], [end.x, end.y]];
}

function callsY(plan, spot) {
  const street = plan.streets[spot.line === 1 ? "calls-below" : "calls"];
  return Math.round(street.y + (street.h * (1 + spot.nth)) / (spot.count + 1));
}
