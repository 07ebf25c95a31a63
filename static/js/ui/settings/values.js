// What a setting is here, beside what Kafka has: the room's values differ from the defaults only where
// they are listed; a topic's may have been changed since, which the view knows.

const kept = new Map();

/** {scope: {id: {name: value}}} of this room under a preset; without an answer nothing differs. */
export function valuesHere(page, preset) {
  const url = `${page.dataset.settings}${preset}/`;
  if (!kept.has(url)) {
    kept.set(url, fetch(url).then((answer) => (answer.ok ? answer.json() : {}), () => {
      kept.delete(url);
      return {};
    }));
  }
  return kept.get(url);
}

/** The value of one setting for one thing; `changed` are a topic's settings that were changed while it ran. */
export function valueOf({ scope, name, row, id, here, changed = {} }) {
  const own = changed[name];
  if (own !== undefined) return String(own);
  const known = here[scope] ?? {};
  return known[id]?.[name] ?? (scope === "broker" ? known[""]?.[name] : undefined) ?? row.default;
}

export function withUnit(value, row) {
  return row.unit && /^-?\d+$/.test(value) ? `${value} ${row.unit === "m" ? "min" : row.unit}` : value === "" ? "–" : value;
}

/** [label, value] rows: here, default, allowed, who may change it. Without `id` the values of all who differ. */
export function settingFacts({ scope, name, row, id, here, changed, words, more }) {
  const values = id === undefined ? everyValue({ scope, name, row, here }) : [valueOf({ scope, name, row, id, here, changed })];
  const facts = [
    [words.label("setting.here"), [...new Set(values)].map((value) => withUnit(value, row)).join(", ")],
    [words.label("setting.default"), withUnit(row.default, row)],
    [words.label("setting.allowed"), allowed(row, words)],
    [words.label("change.who"), more.changes[row.change].who],
  ];
  return facts.filter(([, value]) => value !== "");
}

function everyValue({ scope, name, row, here }) {
  const known = Object.values(here[scope] ?? {}).map((values) => values[name] ?? row.default);
  return known.length > 0 ? known : [row.default];
}

export function allowed(row, words) {
  if (row.choices) return row.choices.join(", ");
  if (row.low === undefined) return row.kind === "bool" ? "true, false" : "";
  const low = withUnit(row.low, row);
  return row.high === undefined ? words.label("setting.from", { low }) : words.label("setting.from_to", { low, high: withUnit(row.high, row) });
}

/** True for a value outside what Kafka allows: a teaching preset's, so that a timeout can be seen. */
export function isOutside(value, row) {
  if (row.low === undefined || !/^-?\d+(\.\d+)?$/.test(value)) return false;
  return Number(value) < Number(row.low) || (row.high !== undefined && Number(value) > Number(row.high));
}
