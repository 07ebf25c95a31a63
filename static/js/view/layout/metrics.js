// Sizes of text, slots and streets for a theme and the height that a partition's row can have.

/** Text never goes below the theme's floor; what does not fit is left out or merged instead. */
const THEMES = {
  normal: { text: 14, name: 17, title: 20, offset: 14, stroke: 1.5, glyph: 7, gap: 8, tile: 26 },
  projector: { text: 24, name: 28, title: 32, offset: 28, stroke: 3, glyph: 12, gap: 10, tile: 44 },
};

/**
 * Row plans from roomy to tight, in lines of text: `title` and `strip` heights and the number of
 * `tiers` for the four marks, `flags` for a line of its own for high watermark and end.
 */
const PLANS = [
  { name: "full", title: 1.9, strip: 3.0, flags: 1, tiers: 4, street: 3.0, stacked: true },
  { name: "mid", title: 1.75, strip: 2.8, flags: 1, tiers: 2, street: 2.1, stacked: true },
  { name: "low", title: 1.6, strip: 2.75, flags: 1, tiers: 1, street: 2.0, stacked: true },
  { name: "small", title: 1.6, strip: 1.75, flags: 1, tiers: 1, street: 1.8, stacked: false },
  { name: "tiny", title: 1.42, strip: 1.55, flags: 0, tiers: 1, street: 1.2, stacked: false },
];
const TIER = 1.14;
const STREET_MOST = 4.2;

/** Brokers by partitions that are drawn with their slots; more become bars. */
const FULL_DETAIL = { normal: [5, 6], projector: [3, 3] };

export function fullDetail(brokers, partitions, theme) {
  const [most, rows] = FULL_DETAIL[theme === "projector" ? "projector" : "normal"];
  return brokers <= most && partitions <= rows;
}

/** Where there is room to spare everything grows alike, for the last row's sake. */
export const SCALES = [1.3, 1.2, 1.1, 1];

export function themeMetrics(theme, scale = 1) {
  const base = theme === "projector" ? THEMES.projector : THEMES.normal;
  return Object.fromEntries(Object.entries(base).map(([name, value]) => [name, name === "stroke" ? value : Math.round(value * scale)]));
}

function planHeight(plan, m) {
  return (plan.title + plan.strip + (plan.flags + plan.tiers) * TIER + plan.street + 0.3) * m.text;
}

/** The roomiest plan that fits `height`, with what is left given to the street and the card. */
export function rowPlan(height, metrics) {
  const plan = PLANS.find((candidate) => planHeight(candidate, metrics) <= height) ?? PLANS[PLANS.length - 1];
  const least = planHeight(plan, metrics);
  const spare = Math.max(0, height - least);
  const street = Math.round(Math.min(plan.street * metrics.text + spare * 0.4, STREET_MOST * metrics.text));
  const loose = Math.min(spare * 0.15, metrics.text * 0.5);
  const px = (lines) => Math.round(lines * metrics.text);
  return {
    name: plan.name,
    stacked: plan.stacked,
    flags: plan.flags,
    tiers: plan.tiers,
    title: Math.round(px(plan.title) + loose),
    strip: px(plan.strip),
    tier: px(TIER),
    street,
    height: Math.round(Math.max(least, Math.min(height, least + 3.4 * metrics.text))),
  };
}

/** Width of a slot and how many stand side by side in `width`, for offsets of up to `digits` digits. */
export function slotPlan(width, digits, plan, metrics) {
  const number = digits * 0.62 * metrics.offset;
  const mark = metrics.glyph * 2 + metrics.text * 0.8;
  const least = plan.stacked ? Math.max(number + 10, mark + 9) : number + metrics.glyph * 2 + 9;
  const fewest = width >= 3 * (number + 2.5) ? 3 : 1; // three where their numbers just fit
  const slots = Math.max(fewest, Math.min(12, Math.floor(width / least)));
  return { slots, cell: Math.floor(Math.min(width / slots, least * 1.25)) };
}

/** How many slots a log in a column of that width shows for offsets of up to `digits` digits. */
export function slotsAt(width, digits, plan, metrics) {
  return slotPlan(width - 2 * Math.round(metrics.text * 0.7) - 6, digits, plan, metrics).slots;
}
