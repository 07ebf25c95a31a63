// The page's only clock: virtual now from the room's frames. Between frames it goes on at the
// last rate for at most 300 ms, then holds; inside a timeline it never runs backwards.

export const EXTRAPOLATE_MS = 300;

/** `clock_ms` is real time in milliseconds; given from outside so that a test can set it. */
export function makeTimeline(clock_ms = () => performance.now()) {
  let base_us = 0;
  let base_ms = 0;
  let rate = 0;
  let shown_us = 0;
  let timeline = null;
  let seq = -1;

  function mark(message) {
    base_us = message.at_us;
    base_ms = clock_ms();
    rate = message.rate;
    timeline = message.timeline;
    seq = message.seq ?? message.to ?? seq;
  }

  return {
    /** A keyframe may jump: into another timeline, or back to before what was seen of this one. */
    keyframe(message) {
      const jump = message.timeline !== timeline || message.seq < seq;
      mark(message);
      shown_us = jump ? base_us : Math.max(shown_us, base_us);
    },
    frame(message) {
      mark(message);
      shown_us = Math.max(shown_us, base_us);
    },
    now_us() {
      const ahead_ms = Math.min(EXTRAPOLATE_MS, Math.max(0, clock_ms() - base_ms));
      shown_us = Math.max(shown_us, Math.floor(base_us + rate * ahead_ms));
      return shown_us;
    },
    /** Stands still at what is shown, as when the server is away. */
    hold() {
      base_us = this.now_us();
      base_ms = clock_ms();
      rate = 0;
    },
    rate: () => rate,
    real_ms: () => clock_ms(),
    /** True while time passes on the page, false when it holds or waits for a frame. */
    runs: () => rate > 0 && clock_ms() - base_ms < EXTRAPOLATE_MS,
  };
}
