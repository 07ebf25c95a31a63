// Where a street is crowded its messages travel as trains: those that left within one hop's time on
// one track, led by the one that arrives first. A pure function of the flights.

/**
 * `flights` of one street; up to `over` of them travel alone. Gives {alone: [flight], trains: [{key,
 * lead, count}]}; a train's key stays as long as it has passengers.
 */
export function trainsOf(flights, over) {
  if (flights.length <= over) return { alone: flights, trains: [] };
  const groups = new Map();
  for (const flight of flights) {
    const key = flight.train ?? trainOf(flight);
    const list = groups.get(key);
    if (list) list.push(flight);
    else groups.set(key, [flight]);
  }
  const alone = [];
  const trains = [];
  for (const [key, list] of groups) {
    if (list.length === 1) alone.push(list[0]);
    else trains.push({ key, lead: list.reduce(earlier), count: list.length });
  }
  return { alone, trains };
}

/** The train that a flight would go by; the same for its whole way, so it may be kept in `train`. */
export function trainOf(flight) {
  const hop_us = magnitude(Math.max(1, flight.arrives_at_us - flight.sent_at_us));
  return `${flight.street}|${flight.track}|${hop_us}|${Math.floor(flight.sent_at_us / hop_us)}`;
}

/** Hops of similar length share a train: their length rounded up to a power of two. */
function magnitude(us) {
  return 2 ** Math.ceil(Math.log2(us));
}

function earlier(a, b) {
  return b.arrives_at_us < a.arrives_at_us || (b.arrives_at_us === a.arrives_at_us && b.key < a.key) ? b : a;
}
