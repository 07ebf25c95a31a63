// Rows of a frame into events and back, by the vocabulary's declared fields and the run's name table.

const LEAD = 6;

/** `types` = [{type, fields, kinds}], in the order that the wire counts. */
export function makeCodec(types) {
  const indexOf = new Map(types.map(({ type }, index) => [type, index]));

  function decode(row, names) {
    const shape = types[row[0]];
    if (!shape) throw new Error(`unknown event type ${row[0]}`);
    const event = { type: shape.type, seq: row[1], at_us: row[2], cause: row[3], also: row[4] || [], because: row[5] || [] };
    shape.fields.forEach((field, i) => {
      const value = row[LEAD + i];
      event[field] = shape.kinds[i] === "name" && value !== null ? names[value] : value;
    });
    return event;
  }

  /** The inverse, for tests and for replays: `indexOfName(text)` gives a name's place. */
  function encode(event, indexOfName) {
    const shape = types[indexOf.get(event.type)];
    const fields = shape.fields.map((field, i) => {
      const value = event[field];
      return shape.kinds[i] === "name" && value !== null && value !== undefined ? indexOfName(value) : value;
    });
    const some = (items) => (items && items.length ? items : 0);
    return [indexOf.get(event.type), event.seq, event.at_us, event.cause, some(event.also), some(event.because), ...fields];
  }

  return { decode, encode };
}

/** The name table after a message: a keyframe brings it whole, a frame only its new tail. */
export function growNames(names, message) {
  if (Array.isArray(message)) return [...message];
  if (!message) return names;
  const kept = names.slice(0, message.start);
  return kept.concat(message.add);
}
