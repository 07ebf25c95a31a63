// What an event does to the view, run from the exported table: the twin of broker_core/events/view.py.

const MAX_IN_FLIGHT = 256;
const ARRIVES = 5;

/** `types` = [{type, effects}]; gives fold(view, event), which changes the view in place. */
export function makeFold(types) {
  const compiled = new Map();
  for (const { type, effects } of types) compiled.set(type, effects.map(compile));
  return function fold(view, event) {
    const steps = compiled.get(event.type);
    if (!steps) throw new Error(`unknown event ${event.type}`);
    for (const step of steps) step(view, event);
  };
}

/** Takes out what has arrived: rows that stood until a time at or before `now_us`. */
export function prune(view, now_us) {
  const messages = view.messages;
  if (!messages) return;
  for (const key of Object.keys(messages)) if (messages[key][ARRIVES] <= now_us) delete messages[key];
}

export function copyView(value) {
  if (Array.isArray(value)) return [...value];
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copyView(inner)]));
}

function compile(effect) {
  const [name, segments, ...rest] = effect;
  return MAKERS[name](reader(segments, name !== "remove"), ...rest);
}

/** Walks to the parent of a path, making what is missing if it should, and gives [parent, last key]. */
function reader(segments, makes) {
  const keys = segments.map((segment) => {
    if (!segment.startsWith("{")) return () => segment;
    const field = segment.slice(1, -1);
    return (event) => String(event[field]);
  });
  const last = keys.pop();
  return (view, event) => {
    let place = view;
    for (const key of keys) {
      const name = key(event);
      place = place[name] ?? (makes ? (place[name] = {}) : {});
    }
    return [place, last(event)];
  };
}

const MAKERS = {
  set: (walk, field, constant) => (view, event) => {
    const [place, key] = walk(view, event);
    place[key] = copyView(field === null ? constant : event[field]);
  },
  add: (walk, field) => (view, event) => {
    const [place, key] = walk(view, event);
    place[key] = (place[key] ?? 0) + event[field];
  },
  append: (walk, fields, keep) => (view, event) => {
    const [place, key] = walk(view, event);
    const rows = place[key] ?? (place[key] = []);
    rows.push(fields.map((field) => event[field]));
    if (rows.length > keep) rows.shift();
  },
  remove: (walk) => (view, event) => {
    const [place, key] = walk(view, event);
    delete place[key];
  },
  cut: (walk, from) => (view, event) => {
    const [place, key] = walk(view, event);
    place[key] = (place[key] ?? []).filter((row) => row[0] < event[from]);
  },
  shed: (walk, below) => (view, event) => {
    const [place, key] = walk(view, event);
    place[key] = (place[key] ?? []).filter((row) => row[0] >= event[below]);
  },
  strike: (walk, listed) => (view, event) => {
    const [place, key] = walk(view, event);
    const left = new Set(event[listed]);
    place[key] = (place[key] ?? []).filter((row) => !left.delete(row[0]));
  },
  until: (walk, fields, _until, unless) => (view, event) => {
    if (unless !== null && event[unless]) return;
    const [place, key] = walk(view, event);
    place[key] = fields.map((field) => event[field]);
    if (Object.keys(place).length > MAX_IN_FLIGHT) prune(view, event.at_us);
  },
};
