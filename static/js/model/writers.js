// Which event made a value what it is: the events' own effects say which paths of the view they change.

/** `types` = [{type, effects}]; gives last(events, path): the newest event that wrote at or above `path`. */
export function makeWriters(types) {
  const paths = new Map(types.map(({ type, effects }) => [type, effects.map(([, segments]) => segments)]));

  function writes(event, path) {
    return (paths.get(event.type) ?? []).some((segments) => segments.length <= path.length && segments.every((segment, i) => path[i] === "*" || String(path[i]) === filled(segment, event)));
  }

  return { last: (events, path) => events.findLast((event) => writes(event, path)) ?? null };
}

function filled(segment, event) {
  return segment.startsWith("{") ? String(event[segment.slice(1, -1)]) : segment;
}
