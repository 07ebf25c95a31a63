// More than fits in full detail: a column per broker as narrow as its number, a bar per replica, and
// each partition's name and lag beside its bars. Streets, gutters and doors are as in full detail.

import { doors, framed, sides, streetBox } from "./frame.js";

const PITCH = { least: 1.64, most: 5.2 };
const BAR = 0.58;
/** With less room than this for each broker the window scrolls sideways. */
const LEAST_COLUMN = 7;

/** Room for a partition's name before the bars and for its lag after them. */
function margins(cast, metrics) {
  const longest = Math.max(2, ...cast.topics.map(({ id, partitions }) => `${id}-${partitions}`.length));
  return { name: Math.round(Math.min(longest * 0.68 + 0.6, 9) * metrics.text), lag: Math.round(metrics.text * 4.2) };
}

export function crowdFrame(cast, size, metrics, compact) {
  const side = sides(size, metrics, compact);
  const { name, lag } = margins(cast, metrics);
  const count = Math.max(1, cast.brokers.length);
  const room = side.wide ? size.w - side.left - side.gutter - side.groups - side.edge : size.w - 60;
  const area = Math.max(room, name + lag + count * LEAST_COLUMN);
  const inner = area - name - lag;
  const gap = Math.max(1, Math.min(14, Math.floor(inner / count / 8)));
  const w = Math.max(5, Math.floor((inner - gap * (count - 1)) / count));
  const x = side.left + name;
  const brokers = cast.brokers.map((id, i) => ({ id: `broker:${id}`, x: Math.round(x + i * (w + gap)), w }));
  const bars = { id: "cluster", x: side.left, w: area };
  const frame = framed(side, size, brokers, cast, side.left + area, [bars]);
  return { ...frame, nameX: side.left, nameW: name, lagX: x + count * (w + gap), lagW: lag };
}

/** Heads with their numbers only where those fit: every second, third … one has one. */
export function crowdHeads(cast, frame, upper, metrics) {
  const y = upper.control.y + upper.control.h + 4;
  const h = Math.round(metrics.text * 1.8);
  const width = frame.brokerX.get(String(cast.brokers[0]))?.w ?? 0;
  const every = Math.max(1, Math.ceil((metrics.text * 1.3 + 4) / Math.max(1, width)));
  const brokers = {};
  cast.brokers.forEach((id, i) => {
    const column = frame.brokerX.get(String(id));
    const head = { x: column.x, y, w: column.w, h };
    brokers[id] = { head, ports: doors(head), numbered: i % every === 0, every };
  });
  return { brokers, end: y + h + 4 };
}

/** Rows of bars, each above its street. */
export function barRows(partitions, top, below, frame, cast, _focus, metrics) {
  const unit = metrics.text;
  const height = Math.round(Math.max(unit * PITCH.least, Math.min(unit * PITCH.most, below / Math.max(1, partitions.length))));
  const band = Math.round(Math.max(unit * 1.12, height * BAR));
  const plan = { name: "bars", height, street: height - band - 2, band };
  return { plan, rows: partitions.map(([topic, partition], i) => barRow(topic, partition, top + i * height, plan, frame, cast, metrics)) };
}

function barRow(topic, partition, y, plan, frame, cast, metrics) {
  const street = streetBox(`${topic}-${partition}`, y + plan.band + 1, plan.street, frame);
  const logs = {};
  for (const id of cast.brokers) {
    const { x, w } = frame.brokerX.get(String(id));
    const bar = { x, y: y + 2, w, h: plan.band - 3 };
    logs[id] = { card: bar, strip: bar, slots: 1, cell: w };
  }
  const baseline = Math.round(y + plan.band / 2 + metrics.text * 0.36);
  return {
    id: street.id,
    topic,
    partition,
    y,
    h: plan.height,
    street,
    logs,
    name: { x: frame.nameX, y: baseline, w: frame.nameW - 6, box: { x: frame.nameX - 2, y: y + 1, w: frame.nameW - 2, h: plan.band - 1 } },
    lag: { x: frame.lagX + 6, y: baseline, w: frame.lagW - 8 },
  };
}
