// Plays two runs on one virtual clock: fetches both a stretch at a time and hands each of them frames,
// as a room's server would. The curve of stage time is the server's: the slower of the two sides counts.

const TICK_MS = 100;
/** So much of a stretch is left when the next one is fetched. */
const AHEAD_US = 2_000_000;

/** The virtual time of a curve [[stage ms, virtual us]] at a stage time. */
export function reached(points, stage_ms) {
  let last = points[0];
  for (const point of points) {
    if (point[0] >= stage_ms) {
      const span = point[0] - last[0];
      return span === 0 ? point[1] : last[1] + Math.floor(((point[1] - last[1]) * (stage_ms - last[0])) / span);
    }
    last = point;
  }
  return last[1];
}

/** The stage time at which a curve reaches a virtual time. */
export function stageOf(points, at_us) {
  let last = points[0];
  for (const point of points) {
    if (point[1] >= at_us) {
      const span = point[1] - last[1];
      return span === 0 ? point[0] : last[0] + ((point[0] - last[0]) * (at_us - last[1])) / span;
    }
    last = point;
  }
  return last[0];
}

/** Rows of one side, from the first one not handed out yet. */
function makeQueue(rows) {
  let next = 0;
  return {
    until(at_us) {
      const from = next;
      while (next < rows.length && rows[next][2] <= at_us) next += 1;
      return rows.slice(from, next);
    },
  };
}

/**
 * `runs` are two of {timeline, store}; `load(from_us or null)` gives a stretch; `onMoment({at_us, end_us,
 * playing, facts})` is told whenever something changed.
 */
export function makePlayer({ runs, load, onMoment, onProblem }) {
  const clock = runs[0].timeline;
  let now = null;
  let coming = null;
  let playing = false;
  let speed = 1;
  let at_us = 0;
  let stage_ms = 0;
  let ticked_ms = 0;
  let timer = null;

  function tell() {
    onMoment({ at_us, end_us: now?.end_us ?? 0, playing, facts: now });
  }

  /** Both runs at the beginning of a stretch. */
  function show(stretch) {
    now = stretch;
    at_us = stretch.from_us;
    stage_ms = stretch.points[0][0];
    stretch.queues = stretch.sides.map((side) => makeQueue(side.rows));
    stretch.sides.forEach((side, i) => {
      runs[i].store.keyframe({ timeline: i + 1, seq: side.seq, at_us, rate: 0, names: side.names, view: side.view, cast: side.cast, room: { hold: null, playing } });
    });
  }

  async function goTo(wanted_us) {
    const asked = load(wanted_us);
    coming = asked;
    try {
      const stretch = await asked;
      if (coming !== asked) return;
      show(stretch);
      coming = null;
      tell();
    } catch {
      coming = null;
      pause();
      onProblem();
    }
  }

  /** The next stretch goes on where this one ends: its rows follow, its names replace the old ones. */
  function follow(stretch) {
    stretch.queues = stretch.sides.map((side) => makeQueue(side.rows));
    now = stretch;
    stage_ms = stretch.points[0][0];
    stretch.fresh = [true, true];
  }

  function prefetch() {
    if (now.next || now.until_us >= now.end_us || at_us < now.until_us - AHEAD_US) return;
    const stretch = now;
    stretch.next = load(stretch.until_us).then(
      (found) => (stretch.after = found),
      () => (stretch.next = null),
    );
  }

  function rate() {
    if (!playing) return 0;
    const here = stageOf(now.points, at_us);
    return ((reached(now.points, here + 50) - at_us) / 50) * speed;
  }

  function frames() {
    now.queues.forEach((queue, i) => {
      const { store } = runs[i];
      const rows = queue.until(at_us);
      const message = { timeline: i + 1, from: store.state.seq, to: rows.length > 0 ? rows[rows.length - 1][1] : store.state.seq, at_us, rate: rate(), rows, points: [], chatter: [] };
      if (now.fresh?.[i]) {
        message.names = now.sides[i].names;
        now.fresh[i] = false;
      }
      store.frame(message);
    });
  }

  function tick() {
    timer = null;
    if (!playing || !now) return;
    const real = clock.real_ms();
    stage_ms += Math.min(300, real - ticked_ms) * speed;
    ticked_ms = real;
    at_us = Math.min(now.until_us, Math.max(at_us, reached(now.points, stage_ms)));
    prefetch();
    frames();
    if (at_us >= now.until_us) {
      if (now.after && now.after.until_us > now.until_us) follow(now.after);
      else if (!now.next) pause();
    }
    tell();
    if (playing) timer = setTimeout(tick, TICK_MS);
  }

  function play() {
    if (playing || !now) return;
    playing = true;
    ticked_ms = clock.real_ms();
    tick();
  }

  function pause() {
    if (!playing) return;
    playing = false;
    clearTimeout(timer);
    if (now) frames();
    tell();
  }

  return {
    goTo,
    play,
    pause,
    playing: () => playing,
    at_us: () => at_us,
    setSpeed(value) {
      speed = value;
    },
  };
}
