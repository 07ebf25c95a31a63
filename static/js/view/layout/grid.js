// Many alike in little room: cells in columns beside a gutter. A cell at the gutter has its door
// there; one further in has it at its top, and its way leads through the gap between two rows.

const LOW = 1.5;
const HIGH = 2.6;
const LEAST_WIDTH = 4.6;
const GAP = 6;

/** Cells {id, box, ports, lane, gapY} for `ids` in `area`, and where they `end`; side is where the gutter lies. */
export function gridOf(ids, area, gutter, side, metrics) {
  const low = Math.round(metrics.text * LOW);
  const fit = Math.max(1, Math.floor(area.h / (low + GAP)));
  const most = Math.max(1, Math.floor((area.w + GAP) / (metrics.text * LEAST_WIDTH + GAP)));
  const columns = Math.min(most, Math.max(1, Math.ceil(ids.length / fit)));
  const rows = Math.ceil(ids.length / columns);
  const h = Math.max(low, Math.min(Math.round(metrics.text * HIGH), Math.floor(area.h / Math.max(1, rows)) - GAP));
  const w = Math.floor((area.w - GAP * (columns - 1)) / columns);
  const cells = ids.map((id, i) => {
    const row = Math.floor(i / columns);
    const column = i % columns;
    const box = { x: Math.round(area.x + column * (w + GAP)), y: Math.round(area.y + GAP + row * (h + GAP)), w, h };
    const near = side === "left" ? column === 0 : column === columns - 1;
    return { id, box, lane: laneOf(gutter, row, rows), ...(near ? sideDoor(box, side) : topDoor(box)) };
  });
  return { cells, columns, end: area.y + GAP + rows * (h + GAP) };
}

function sideDoor(box, side) {
  const x = side === "right" ? box.x + box.w : box.x;
  return { ports: { out: { x, y: Math.round(box.y + box.h * 0.35) }, in: { x, y: Math.round(box.y + box.h * 0.65) } } };
}

function topDoor(box) {
  const at = (share) => ({ x: Math.round(box.x + box.w * share), y: box.y });
  return { ports: { out: at(0.4), in: at(0.6) }, gapY: Math.round(box.y - GAP / 2) };
}

function laneOf(gutter, row, rows) {
  const inner = gutter.w - 18;
  return Math.round(gutter.x + 9 + (inner * (row + 1)) / (rows + 1));
}
