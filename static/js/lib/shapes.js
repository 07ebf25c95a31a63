// The shape of a record's key: letter and shape say which key it is, colour only helps.

const FAMILY = ["ada", "bo", "cal", "di", "ela", "fei"];
const NONE = { index: -1, letter: "", className: "key-none" };

/** A key's letter, shape index (0 circle … 5 star) and colour class; keys beyond the six share by first letter. */
export function keyLook(key) {
  if (key === null || key === undefined) return NONE;
  const text = String(key);
  const known = FAMILY.indexOf(text);
  const index = known >= 0 ? known : hash(text) % FAMILY.length;
  return { index, letter: (text[0] ?? "").toUpperCase(), className: `key-${FAMILY[index]}` };
}

function hash(text) {
  let value = 0;
  for (const char of text) value = (value * 31 + char.codePointAt(0)) >>> 0;
  return value;
}

/** Path data of the key's shape, centred on 0 0 with radius r. */
export function keyPath(key, r) {
  const { index } = keyLook(key);
  return index < 0 ? dash(r) : OUTLINES[index](r);
}

const OUTLINES = [
  (r) => `M${-r} 0A${r} ${r} 0 1 1 ${r} 0A${r} ${r} 0 1 1 ${-r} 0Z`,
  (r) => box(r * 0.88),
  (r) => polygon(3, r * 1.14, r * 0.2),
  (r) => polygon(4, r * 1.12, 0),
  (r) => polygon(5, r * 1.08, r * 0.06),
  (r) => star(r * 1.2),
];

export const OUTLINE_COUNT = 6;

function dash(r) {
  return `M${-r} ${-r * 0.25}H${r}V${r * 0.25}H${-r}Z`;
}

function box(r) {
  return `M${round(-r)} ${round(-r)}H${round(r)}V${round(r)}H${round(-r)}Z`;
}

function polygon(corners, r, down) {
  return ring(corners, () => r, down);
}

function star(r) {
  return ring(10, (i) => (i % 2 ? r * 0.48 : r), r * 0.06);
}

function ring(corners, radius, down) {
  const points = [];
  for (let i = 0; i < corners; i += 1) {
    const angle = -Math.PI / 2 + (i * 2 * Math.PI) / corners;
    points.push(`${round(radius(i) * Math.cos(angle))} ${round(radius(i) * Math.sin(angle) + down)}`);
  }
  return `M${points.join("L")}Z`;
}

function round(value) {
  return Math.round(value * 100) / 100;
}

/** A crown, a hat, a flag and other small marks, centred on 0 0 in a box of about 2r. */
export const MARKS = {
  crown: (r) => `M${-r} ${r * 0.7}L${-r} ${-r * 0.5}L${-r * 0.45} ${r * 0.1}L0 ${-r * 0.8}L${r * 0.45} ${r * 0.1}L${r} ${-r * 0.5}L${r} ${r * 0.7}Z`,
  cracked: (r) => `M${-r} ${r * 0.7}L${-r} ${-r * 0.5}L${-r * 0.45} ${r * 0.1}L${-r * 0.15} ${-r * 0.55}L${r * 0.05} ${-r * 0.15}L${-r * 0.2} ${r * 0.2}L${r * 0.05} ${r * 0.7}ZM${r * 0.3} ${r * 0.7}L${r * 0.1} ${r * 0.25}L${r * 0.35} ${-r * 0.1}L${r * 0.15} ${-r * 0.6}L${r * 0.45} ${r * 0.1}L${r} ${-r * 0.5}L${r} ${r * 0.7}Z`,
  hat: (r) => `M${-r} ${r * 0.55}H${r}V${r * 0.8}H${-r}ZM${-r * 0.6} ${r * 0.4}V${-r * 0.5}Q${-r * 0.6} ${-r * 0.9} 0 ${-r * 0.75}Q${r * 0.6} ${-r * 0.9} ${r * 0.6} ${-r * 0.5}V${r * 0.4}Z`,
  cap: (r) => `M${-r * 0.8} ${r * 0.35}Q${-r * 0.8} ${-r * 0.75} 0 ${-r * 0.75}Q${r * 0.8} ${-r * 0.75} ${r * 0.8} ${r * 0.35}H${r * 1.2}V${r * 0.7}H${-r * 0.8}Z`,
  position: (r) => `M0 ${-r}L${r * 0.9} ${r * 0.8}H${-r * 0.9}Z`,
  processed: (r) => `M${-r} ${r * 0.1}L${-r * 0.3} ${r * 0.8}L${r} ${-r * 0.8}`,
  stored: (r) => `M${-r} ${-r}H${r}V${r}H${-r}ZM${-r} ${-r}H0V${r}H${-r}Z`,
  committed: (r) => `M${-r * 0.8} ${r}V${-r}L${r} ${-r * 0.35}L${-r * 0.8} ${r * 0.25}`,
  chevron: (r) => `M${-r} ${r * 0.8}L0 ${-r * 0.8}L${r} ${r * 0.8}L0 ${r * 0.1}Z`,
  slip: (r) => `M${-r * 0.8} ${-r}H${r * 0.8}V${r}L${r * 0.4} ${r * 0.7}L0 ${r}L${-r * 0.4} ${r * 0.7}L${-r * 0.8} ${r}Z`,
  bookmark: (r) => `M${-r * 0.7} ${-r}H${r * 0.7}V${r}L0 ${r * 0.4}L${-r * 0.7} ${r}Z`,
  envelope: (r) => `M${-r} ${-r * 0.7}H${r}V${r * 0.7}H${-r}ZM${-r} ${-r * 0.7}L0 ${r * 0.15}L${r} ${-r * 0.7}`,
  beat: (r) => `M${-r} 0H${-r * 0.4}L0 ${-r * 0.9}L${r * 0.4} ${r * 0.7}L${r * 0.6} 0H${r}`,
  ballot: (r) => `M${-r} ${-r * 0.1}H${r}V${r}H${-r}ZM${-r * 0.55} ${-r * 0.1}V${-r}H${r * 0.55}V${-r * 0.1}`,
  hands: (r) => `M${-r} 0H${r}M${r * 0.3} ${-r * 0.7}L${r} 0L${r * 0.3} ${r * 0.7}M${-r * 0.3} ${-r * 0.7}L${-r} 0L${-r * 0.3} ${r * 0.7}`,
  seal: (r) => `M${-r} ${-r * 0.6}H${r}V${r * 0.8}H${-r}ZM${-r} ${-r * 0.6}L0 ${r * 0.2}L${r} ${-r * 0.6}M${-r * 0.3} ${r * 0.25}A${r * 0.3} ${r * 0.3} 0 1 0 ${r * 0.3} ${r * 0.25}`,
  receipt: (r) => `M${-r * 0.7} ${-r}H${r * 0.7}V${r}L0 ${r * 0.7}L${-r * 0.7} ${r}ZM${-r * 0.35} ${-r * 0.1}L${-r * 0.05} ${r * 0.25}L${r * 0.4} ${-r * 0.45}`,
  cross: (r) => `M${-r * 0.7} ${-r * 0.7}L${r * 0.7} ${r * 0.7}M${r * 0.7} ${-r * 0.7}L${-r * 0.7} ${r * 0.7}`,
  lock: (r) => `M${-r * 0.75} ${-r * 0.1}H${r * 0.75}V${r}H${-r * 0.75}ZM${-r * 0.5} ${-r * 0.1}V${-r * 0.5}A${r * 0.5} ${r * 0.5} 0 0 1 ${r * 0.5} ${-r * 0.5}V${-r * 0.1}`,
  ring: (r) => `M${-r * 0.7} 0A${r * 0.7} ${r * 0.7} 0 1 1 ${r * 0.7} 0A${r * 0.7} ${r * 0.7} 0 1 1 ${-r * 0.7} 0Z`,
  box: (r) => `M${-r * 0.85} ${-r * 0.6}H${r * 0.85}V${r * 0.85}H${-r * 0.85}ZM${-r * 0.85} ${-r * 0.6}L${r * 0.85} ${r * 0.85}M${r * 0.85} ${-r * 0.6}L${-r * 0.85} ${r * 0.85}`,
  hourglass: (r) => `M${-r * 0.7} ${-r}H${r * 0.7}L${-r * 0.7} ${r}H${r * 0.7}Z`,
  snail: (r) => `M${-r} ${r * 0.8}H${r * 0.7}Q${r} ${r * 0.8} ${r} ${r * 0.2}V${-r * 0.4}M${r * 0.6} ${-r * 0.6}L${r} ${-r * 0.3}L${r * 1.3} ${-r * 0.7}M${r * 0.45} ${r * 0.75}A${r * 0.75} ${r * 0.75} 0 1 0 ${-r * 0.95} ${r * 0.3}A${r * 0.5} ${r * 0.5} 0 1 0 ${-r * 0.2} ${-r * 0.35}`,
  scissors: (r) => `M${-r} ${-r * 0.7}L${r * 0.35} ${r * 0.35}M${-r} ${r * 0.7}L${r * 0.35} ${-r * 0.35}M${r * 0.3} ${r * 0.6}A${r * 0.35} ${r * 0.35} 0 1 0 ${r} ${r * 0.6}A${r * 0.35} ${r * 0.35} 0 1 0 ${r * 0.3} ${r * 0.6}M${r * 0.3} ${-r * 0.6}A${r * 0.35} ${r * 0.35} 0 1 0 ${r} ${-r * 0.6}A${r * 0.35} ${r * 0.35} 0 1 0 ${r * 0.3} ${-r * 0.6}`,
  fence: (r) => `M${-r * 0.8} ${r}V${-r * 0.6}L${-r * 0.5} ${-r}L${-r * 0.2} ${-r * 0.6}V${r}M${r * 0.2} ${r}V${-r * 0.6}L${r * 0.5} ${-r}L${r * 0.8} ${-r * 0.6}V${r}M${-r} ${-r * 0.2}H${r}M${-r} ${r * 0.5}H${r}`,
  hand: (r) => `M${-r * 0.45} ${r}V${-r * 0.1}L${-r * 0.9} ${-r * 0.45}V${-r * 0.7}L${-r * 0.3} ${-r * 0.45}V${-r}H${r * 0.6}V${r}Z`,
  bell: (r) => `M${-r * 0.8} ${r * 0.6}Q${-r * 0.5} ${r * 0.3} ${-r * 0.5} ${-r * 0.2}A${r * 0.5} ${r * 0.6} 0 0 1 ${r * 0.5} ${-r * 0.2}Q${r * 0.5} ${r * 0.3} ${r * 0.8} ${r * 0.6}ZM${-r * 0.2} ${r * 0.8}H${r * 0.2}`,
  tick: (r) => `M${-r * 0.6} 0L${-r * 0.1} ${r * 0.5}L${r * 0.6} ${-r * 0.5}`,
};
