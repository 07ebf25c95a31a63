// Every state that the stage draws, once: its shape, its pattern and the label of its word. No two
// states of one thing look alike without colour; tests/js holds that, the gallery shows it.

/** thing -> state -> {shape, pattern, word}; `word` is a label's key, null where the shape says it alone. */
export const STATES = {
  slot: {
    below: { shape: "tile", pattern: "solid", word: "slot.below" },
    above: { shape: "tile", pattern: "dashed", word: "slot.above" },
    open: { shape: "envelope-open", pattern: "dotted", word: "slot.open" },
    committed: { shape: "envelope-shut", pattern: "dotted", word: "slot.committed" },
    aborted: { shape: "envelope-shut", pattern: "struck", word: "slot.aborted" },
    commit: { shape: "seal-c", pattern: "solid", word: "slot.commit" },
    abort: { shape: "seal-a", pattern: "struck", word: "slot.abort" },
    tombstone: { shape: "hollow", pattern: "crossed", word: "slot.tombstone" },
    ghost: { shape: "tile", pattern: "struck", word: "slot.ghost" },
    dust: { shape: "tile", pattern: "hatched", word: "slot.dust" },
    gap: { shape: "floor", pattern: "dotted", word: "slot.gap" },
  },
  line: {
    high_watermark: { shape: "line", pattern: "thick", word: "line.high_watermark" },
    log_end: { shape: "line", pattern: "thin", word: "line.log_end" },
    last_stable: { shape: "line", pattern: "dotted", word: "line.last_stable" },
    log_start: { shape: "notch", pattern: "thin", word: "line.log_start" },
    segment: { shape: "bracket", pattern: "thin", word: "line.segment" },
  },
  replica: {
    leader: { shape: "crown", pattern: "inked", word: "log.leader" },
    unclean: { shape: "crown-cracked", pattern: "inked", word: "log.unclean_leader" },
    in_sync: { shape: "ring", pattern: "solid", word: "log.in_sync" },
    eligible: { shape: "double-ring", pattern: "dashed", word: "log.eligible" },
    out: { shape: "broken-ring", pattern: "dashed", word: "log.behind" },
    down: { shape: "ring", pattern: "dotted", word: "log.down" },
    empty: { shape: "shelf", pattern: "dashed", word: "log.empty" },
    none: { shape: "nothing", pattern: "faint", word: null },
  },
  broker: {
    up: { shape: "card", pattern: "solid", word: "broker.up" },
    starting: { shape: "card", pattern: "dotted", word: "broker.starting" },
    stopping: { shape: "card", pattern: "dotted", word: "broker.stopping" },
    fenced: { shape: "fence", pattern: "dotted", word: "broker.fenced" },
    paused: { shape: "hourglass", pattern: "dotted", word: "broker.paused" },
    slow: { shape: "snail", pattern: "solid", word: "broker.slow" },
    cut: { shape: "scissors", pattern: "solid", word: "broker.cut" },
    stopped: { shape: "card", pattern: "broken", word: "broker.stopped" },
    down: { shape: "card", pattern: "broken", word: "broker.down" },
  },
  member: {
    up: { shape: "card", pattern: "solid", word: "member.up" },
    idle: { shape: "card", pattern: "dashed", word: "member.idle" },
    joining: { shape: "card", pattern: "dashed", word: "member.joining" },
    closing: { shape: "card", pattern: "dashed", word: "member.closing" },
    paused: { shape: "hourglass", pattern: "dashed", word: "member.paused" },
    closed: { shape: "card", pattern: "dotted", word: "member.closed" },
    down: { shape: "card", pattern: "broken", word: "member.down" },
  },
  producer: {
    up: { shape: "card", pattern: "solid", word: "producer.up" },
    paused: { shape: "hourglass", pattern: "dashed", word: "producer.paused" },
    blocked: { shape: "hourglass", pattern: "solid", word: "producer.blocked" },
    closing: { shape: "card", pattern: "dashed", word: "producer.closing" },
    closed: { shape: "card", pattern: "dotted", word: "producer.closed" },
    fenced: { shape: "fence", pattern: "dashed", word: "producer.fenced" },
    down: { shape: "card", pattern: "broken", word: "producer.down" },
  },
  seat: {
    leader: { shape: "hat", pattern: "inked", word: "voter.leader" },
    zk_leader: { shape: "crown", pattern: "inked", word: "voter.zk_leader" },
    follower: { shape: "seat", pattern: "filled", word: "voter.follower" },
    zk_follower: { shape: "seat", pattern: "filled", word: "voter.zk_follower" },
    candidate: { shape: "hand", pattern: "dashed", word: "voter.candidate" },
    prospective: { shape: "hand", pattern: "dotted", word: "voter.prospective" },
    unattached: { shape: "seat", pattern: "dashed", word: "voter.unattached" },
    looking: { shape: "seat", pattern: "dashed", word: "voter.looking" },
    resigned: { shape: "seat", pattern: "outlined", word: "voter.resigned" },
    down: { shape: "seat", pattern: "broken", word: "voter.down" },
  },
  share: {
    Available: { shape: "circle", pattern: "outlined", word: "share.available" },
    Acquired: { shape: "padlock", pattern: "inked", word: "share.acquired" },
    Acknowledged: { shape: "tick", pattern: "thick", word: "share.acknowledged" },
    Archived: { shape: "box", pattern: "crossed", word: "share.archived" },
  },
  mark: {
    position: { shape: "triangle", pattern: "filled", word: "legend.position" },
    processed: { shape: "tick", pattern: "outlined", word: "legend.processed" },
    stored: { shape: "half-square", pattern: "filled", word: "legend.stored" },
    committed: { shape: "flag", pattern: "filled", word: "legend.committed" },
  },
  timer: {
    session: { shape: "ring-beat", pattern: "thick", word: "timer.session" },
    poll: { shape: "ring-triangle", pattern: "thin", word: "timer.poll" },
    auto_commit: { shape: "ring-flag", pattern: "thin", word: "timer.auto_commit" },
    rebalance: { shape: "ring", pattern: "thick", word: "timer.rebalance" },
    broker_session: { shape: "ring-beat", pattern: "thick", word: "timer.broker_session" },
    in_sync: { shape: "ring-gap", pattern: "thin", word: "timer.in_sync" },
    retention: { shape: "ring-broom", pattern: "thin", word: "timer.retention" },
    lock: { shape: "ring-padlock", pattern: "thin", word: "timer.lock" },
    transaction: { shape: "ring-envelope", pattern: "thin", word: "timer.transaction" },
    send: { shape: "ring-hourglass", pattern: "thin", word: "timer.send" },
  },
  phase: {
    Stable: { shape: "step-rest", pattern: "inked", word: "phase.stable" },
    revoke: { shape: "step-give", pattern: "hatched", word: "phase.revoke" },
    assign: { shape: "step-take", pattern: "dotted", word: "phase.assign" },
    Empty: { shape: "step-none", pattern: "outlined", word: "phase.empty" },
  },
};

/** The look of a thing's state; unknown ones throw, so that a new state is never drawn like an old one. */
export function stateLook(thing, state) {
  const look = STATES[thing]?.[state];
  if (!look) throw new Error(`no look for ${thing} ${state}`);
  return look;
}
