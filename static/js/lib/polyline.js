// A path of straight pieces: its length, the point at a share of it, its drawn form with round corners.

/** Drops repeated points and measures the rest once. */
export function polyline(points) {
  const kept = points.filter((p, i) => i === 0 || p[0] !== points[i - 1][0] || p[1] !== points[i - 1][1]);
  const ends = [0];
  for (let i = 1; i < kept.length; i += 1) {
    ends.push(ends[i - 1] + Math.abs(kept[i][0] - kept[i - 1][0]) + Math.abs(kept[i][1] - kept[i - 1][1]));
  }
  return { points: kept, ends, length: ends[ends.length - 1] };
}

/** The point at `share` (0 to 1) of the way; pieces are horizontal or vertical. */
export function pointAt(line, share) {
  const along = Math.max(0, Math.min(1, share)) * line.length;
  let i = 1;
  while (i < line.ends.length - 1 && line.ends[i] < along) i += 1;
  if (line.points.length < 2) return line.points[0];
  const piece = line.ends[i] - line.ends[i - 1];
  const part = piece === 0 ? 0 : (along - line.ends[i - 1]) / piece;
  const [ax, ay] = line.points[i - 1];
  const [bx, by] = line.points[i];
  return [ax + (bx - ax) * part, ay + (by - ay) * part];
}

/** SVG path data with corners of radius r. */
export function roundedPath(points, r = 9) {
  if (points.length < 2) return "";
  let data = `M${points[0][0]} ${points[0][1]}`;
  for (let i = 1; i < points.length - 1; i += 1) {
    const before = toward(points[i], points[i - 1], r);
    const after = toward(points[i], points[i + 1], r);
    data += `L${before[0]} ${before[1]}Q${points[i][0]} ${points[i][1]} ${after[0]} ${after[1]}`;
  }
  const last = points[points.length - 1];
  return `${data}L${last[0]} ${last[1]}`;
}

function toward(from, to, r) {
  const dx = to[0] - from[0];
  const dy = to[1] - from[1];
  const size = Math.hypot(dx, dy);
  const part = size === 0 ? 0 : Math.min(r, size / 2) / size;
  return [from[0] + dx * part, from[1] + dy * part];
}
