// What may go wrong with a plan of brokers, programs and services: cards that meet, rows that leave
// their broker, ways that meet a card which is neither end of them.

import { meets as lineMeets } from "../../static/js/view/town/layout/map.js";
import { meets } from "./drawn.mjs";

/** All boxes that must keep apart. */
export function townBoxes(plan) {
  const boxes = [...Object.entries(plan.hubs), ...Object.entries(plan.clients)].map(([id, { box }]) => [id, box]);
  for (const name of ["tree", "sagas", "requests"]) if (plan[name]) boxes.push([name, plan[name]]);
  for (const street of Object.values(plan.streets)) if (street.id) boxes.push([`street ${street.id}`, street]);
  return boxes;
}

/** Rows inside brokers: each in its own broker, none on another. */
export function rowFaults(plan) {
  const wrong = [];
  const rows = [...Object.entries(plan.queues), ...Object.entries(plan.tapes), ...Object.entries(plan.directs)];
  rows.forEach(([id, { box, hub }], i) => {
    const home = plan.hubs[hub].box;
    if (box.x < home.x || box.y < home.y || box.x + box.w > home.x + home.w || box.y + box.h > home.y + home.h) wrong.push(`${id} leaves ${hub}`);
    for (const [other, { box: its }] of rows.slice(i + 1)) if (meets(box, its, 0)) wrong.push(`${id} meets ${other}`);
  });
  for (const [id, { strip, box }] of [...Object.entries(plan.queues), ...Object.entries(plan.tapes)]) if (strip.x + strip.slots * strip.cell > box.x + box.w + strip.cell) wrong.push(`the slots of ${id} leave it`);
  return wrong;
}

export function townWayFaults(plan, points, source, target) {
  return townBoxes(plan)
    .filter(([id]) => id !== source && id !== target && !id.startsWith("street "))
    .filter(([, box]) => lineMeets(points, box))
    .map(([id]) => `${source} to ${target} crosses ${id}`);
}
