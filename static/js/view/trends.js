// Whether a group's lag on a partition grows or shrinks: its value now against some seconds ago, both read
// from the view at those moments. A jump in time forgets what came before.

const LOOK_BACK_US = 3_000_000;
const KEPT_US = 6_000_000;

export function makeTrends() {
  const rows = new Map();

  /** -1 shrinks, 0 holds, 1 grows; null while too little has been seen. */
  function note(key, value, now_us) {
    let seen = rows.get(key) ?? [];
    const last = seen[seen.length - 1];
    if (last && (now_us < last[0] || now_us - last[0] > KEPT_US)) seen = [];
    if (!seen.length || seen[seen.length - 1][1] !== value || now_us - seen[seen.length - 1][0] > 500_000) seen.push([now_us, value]);
    while (seen.length > 1 && seen[1][0] < now_us - LOOK_BACK_US) seen.shift();
    rows.set(key, seen);
    if (now_us - seen[0][0] < LOOK_BACK_US / 2) return null;
    return Math.sign(value - seen[0][1]);
  }

  return { note, clear: () => rows.clear() };
}
