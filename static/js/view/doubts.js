// Messages that stopped on their way while somebody still waits for their outcome: a "?" stands where each
// stopped, one for each street, until the producer knows. It needs no mover, since nothing of it moves.

import { keyed, set, write } from "../lib/dom.js";
import { pointAt, polyline } from "../lib/polyline.js";
import { inDoubt } from "../model/readings.js";
import { doubtOf } from "./flights.js";
import { makeDoubt } from "./looks.js";

export function makeDoubts(layer) {
  const nodes = new Map();

  function sync({ view, plan, words, fresh }) {
    if (fresh) keyed(layer, nodes, [], () => null);
    const byStreet = new Map();
    for (const doubt of inDoubt(view)) {
      const known = doubtOf(doubt, plan, view);
      if (known) byStreet.set(known.street, [...(byStreet.get(known.street) ?? []), known]);
    }
    keyed(layer, nodes, [...byStreet.keys()], (street) => makeDoubt(layer, street, plan.metrics));
    for (const [street, node] of nodes) {
      const doubts = byStreet.get(street);
      const [x, y] = standing(doubts[doubts.length - 1], plan);
      const keys = [...new Set(doubts.map(({ key, kind }) => key ?? words.kind(kind)))];
      set(node, { transform: `translate(${Math.round(x)} ${Math.round(y)})`, "data-doubt-msg": doubts.map(({ msg }) => msg).join(" ") });
      write(node.text, words.label("doubt.stopped", { key: keys.slice(-3).join(", ") }));
    }
  }

  return { sync, count: () => nodes.size };
}

/** On its street, never over a log's slots or in a gutter. */
function standing(doubt, plan) {
  const street = plan.streets[doubt.street] ?? plan.control;
  const [x] = pointAt(polyline(doubt.points), doubt.share);
  return [Math.max(street.x + plan.metrics.tile, Math.min(x, street.x + street.w * 0.7)), street.tracks[1]];
}
