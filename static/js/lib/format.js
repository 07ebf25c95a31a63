// How a template becomes a sentence: the twin of eda_site/vocabulary/formatter.py, same filters, same rounding.

const FIELD = /\{([a-z_][a-z_0-9.]*)(?:\|([A-Za-z]+))?\}/g;
const SECOND = 1_000_000;

function textOf(value) {
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}

function lookUp(event, path) {
  let value = event;
  for (const name of path.split(".")) {
    value = value !== null && typeof value === "object" && !Array.isArray(value) ? (value[name] ?? null) : null;
  }
  return value;
}

function itemText(item) {
  if (!Array.isArray(item) || item.length === 0) return textOf(item);
  if (item.length > 1 && typeof item[0] === "string" && Number.isInteger(item[1])) return `${item[0]}-${item[1]}`;
  return textOf(item[0]);
}

/** `catalogue` has labels and errors; gives fill(template, event), duration(us) and clock(us) in one language. */
export function makeFormatter(catalogue, locale = "en") {
  const labels = catalogue.labels ?? {};
  const errors = catalogue.errors ?? {};
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1, useGrouping: false });
  const unit = (name, tenths) => (labels[`duration.${name}`] ?? "{n}").replace("{n}", number.format(tenths / 10));

  function duration(us) {
    if (!Number.isInteger(us)) return textOf(us);
    if (us < 1_000) return unit("us", us * 10);
    if (us < 10_000) return unit("ms", Math.floor((us + 50) / 100));
    if (us < SECOND) return unit("ms", Math.floor((us + 500) / 1_000) * 10);
    const [name, size] = us < 120 * SECOND ? ["s", SECOND] : us < 7_200 * SECOND ? ["m", 60 * SECOND] : ["h", 3_600 * SECOND];
    return unit(name, Math.floor((us + size / 20) / (size / 10)));
  }

  function list(value) {
    if (!Array.isArray(value)) return textOf(value);
    return value.map(itemText).join(", ") || labels["table.none"];
  }

  function processName(value, begin = "") {
    const name = textOf(value);
    const broker = /^broker-(\d+)$/.exec(name);
    if (broker) return labels[`process.broker${begin}`].replace("{name}", broker[1]);
    return /^q\d+$/.test(name) ? labels[`process.controller${begin}`].replace("{name}", name) : name;
  }

  const eventName = (value, begin = "") => ([null, "", "Event"].includes(value) ? labels[`event.some${begin}`] : textOf(value));

  const filters = {
    clock: (value) => (Number.isInteger(value) ? clock(value) : textOf(value)),
    count: (value) => String((value ?? []).length),
    clock: (value) => (Number.isInteger(value) ? clock(value) : textOf(value)),
    duration,
    error: (value) => (typeof value === "string" && errors[value] ? errors[value].text : textOf(value)),
    event: (value) => eventName(value),
    Event: (value) => eventName(value, "_begins"),
    key: (value) => (value === null ? labels["field.no_key"] : textOf(value)),
    list,
    partitions: (value) => {
      const rows = [...(lookUp(value, "parts") ?? []), ...(lookUp(value, "at") ?? [])];
      const names = new Map(rows.map((row) => [`${row[0]}-${row[1]}`, [row[0], row[1]]]));
      return list([...names.values()]);
    },
    records: (value) => String((lookUp(value, "parts") ?? []).reduce((sum, row) => sum + (row[2] ?? []).length, 0)),
    process: (value) => processName(value),
    Process: (value) => processName(value, "_begins"),
  };

  function apply(name, value) {
    const filter = name ? filters[name] : undefined;
    return filter ? filter(value) : textOf(value);
  }

  function fill(template, event) {
    let chosen = template;
    while (typeof chosen !== "string") {
      const [path, name] = chosen.by.split("|");
      const value = apply(name, lookUp(event, path));
      chosen = Object.hasOwn(chosen, value) ? chosen[value] : (chosen.other ?? "");
    }
    return chosen.replace(FIELD, (_whole, path, name) => apply(name, lookUp(event, path)));
  }

  return { fill, duration };
}

/** Virtual time as on a clock: 00:52.612. */
export function clock(us) {
  const ms = Math.floor(us / 1000);
  const pad = (value, size) => String(value).padStart(size, "0");
  return `${pad(Math.floor(ms / 60000), 2)}:${pad(Math.floor(ms / 1000) % 60, 2)}.${pad(ms % 1000, 3)}`;
}
