// The frame of the stage: columns and gutters, the quorum strip, the control street, the heads.

const NARROW = 620;
/** A broker's column is at least this wide, in lines of text; a window with less room scrolls sideways. */
const LEAST_COLUMN = 8;

export function clamp(value, least, most) {
  return Math.round(Math.max(least, Math.min(most, value)));
}

/** Widths of the columns beside the brokers, and of the gutters. A narrow screen shows one column at a time. */
export function sides(size, metrics, compact) {
  const wide = size.w >= NARROW;
  const unit = metrics.text;
  const edge = wide ? Math.round(Math.min(24, size.w / 80)) : 12;
  const gutter = Math.round(wide ? Math.max(unit * 2.2, Math.min(unit * 3.2, size.w / 34)) : 40);
  const clients = wide ? clamp(size.w * 0.11, unit * (compact ? 7.4 : 9.3), unit * 12.2) : size.w - 2 * edge - gutter;
  const groups = wide ? clamp(size.w * 0.15, unit * (compact ? 9.6 : 13), unit * 17) : size.w - 2 * edge - gutter;
  return { wide, edge, gutter, clients, groups, left: edge + clients + gutter };
}

/** Columns of equal width for the brokers between the gutters. */
export function columnFrame(cast, size, metrics, compact) {
  const side = sides(size, metrics, compact);
  const { wide, edge, gutter, left } = side;
  const count = cast.brokers.length;
  const gap = wide ? Math.round(clamp(size.w / 60, 10, 26)) : 28;
  const area = wide ? size.w - left - gutter - side.groups - edge : count * (size.w - 60) + (count - 1) * gap;
  const broker = Math.max(LEAST_COLUMN * metrics.text, Math.floor((area - gap * (count - 1)) / Math.max(1, count)));
  const brokers = cast.brokers.map((id, i) => ({ id: `broker:${id}`, x: Math.round(left + i * (broker + gap)), w: broker }));
  return framed(side, size, brokers, cast, Math.round(left + count * broker + gap * (count - 1)), brokers);
}

/** The frame around brokers' columns that end at `end`; `shown` are the columns that a narrow screen turns to. */
export function framed(side, size, brokers, cast, end, shown) {
  const { edge, gutter, clients, groups, wide } = side;
  const last = { id: "groups", x: end + gutter, w: groups };
  return {
    width: Math.max(wide ? size.w : 0, end + gutter + groups + edge),
    wide,
    columns: [{ id: "clients", x: edge, w: clients }, ...shown, last],
    clients: { x: edge, w: clients },
    groups: last,
    gutters: { left: { x: edge + clients, w: gutter }, right: { x: end, w: gutter } },
    brokerX: new Map(cast.brokers.map((id, i) => [String(id), brokers[i]])),
    first: shown[0]?.x ?? edge + clients + gutter,
  };
}

/** The quorum strip and the control street under it. */
export function upperRows(cast, frame, metrics, size, compact, crowd) {
  const unit = metrics.text;
  const tight = size.h / unit < 48;
  const quorumHeight = compact ? 0 : Math.round(unit * (tight ? 2.3 : 2.9));
  const streetHeight = Math.round(unit * (compact ? 1.7 : crowd ? 2.1 : tight ? 2.4 : 3.2));
  const y = compact ? 4 : metrics.gap;
  const control = streetBox("control", y + quorumHeight + (compact ? 0 : 4), streetHeight, frame);
  return { quorum: quorumStrip(cast, frame.first, y, quorumHeight, metrics, frame.width), control, tight };
}

/** A broker's head with its doors to the control street: one for what leaves and one for what comes in. */
export function headBoxes(cast, frame, upper, metrics) {
  const y = upper.control.y + upper.control.h + 6;
  const h = Math.round(metrics.text * (upper.tight ? 2.5 : 3));
  const brokers = {};
  for (const id of cast.brokers) {
    const column = frame.brokerX.get(String(id));
    const head = { x: column.x, y, w: column.w, h };
    brokers[id] = { head, ports: doors(head) };
  }
  return { brokers, end: y + h + 6 };
}

export function doors(head) {
  return { out: { x: Math.round(head.x + head.w * 0.42), y: head.y }, in: { x: Math.round(head.x + head.w * 0.58), y: head.y } };
}

function quorumStrip(cast, x, y, h, metrics, width) {
  const nodes = cast.voters;
  const r = Math.round(Math.min(h / 2 - 2, metrics.text * 1.15));
  const label = metrics.text * 10.8;
  const step = r * 2 + metrics.text;
  const seats = nodes.map((id, i) => ({ id: String(id), x: Math.round(x + label + r + i * step), y: Math.round(y + h / 2), r: Math.max(0, r) }));
  const textX = Math.round(x + label + nodes.length * step + metrics.text * 0.6);
  return { x, y, h, labelX: x, seats, textX, textW: Math.max(0, width - textX - metrics.text) };
}

/** A street spans both gutters and passes in front of every broker; three tracks: requests, records, replies. */
export function streetBox(id, y, h, frame) {
  const { left, right } = frame.gutters;
  const x = left.x + 6;
  return { id, x, y, w: right.x + right.w - 6 - x, h, tracks: [0.22, 0.5, 0.78].map((share) => Math.round(y + h * share)) };
}
