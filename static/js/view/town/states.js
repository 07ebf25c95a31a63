// Every state that these families draw, once, as view/states.js has those of a cluster: shape, pattern
// and the label of its word, null where what is drawn says it alone.

const PROGRAM = {
  up: { shape: "card", pattern: "solid", word: "client.up" },
  detached: { shape: "card", pattern: "dashed", word: "client.detached" },
  paused: { shape: "card", pattern: "dashed", word: "client.paused" },
  stopped: { shape: "card", pattern: "dotted", word: "client.stopped" },
  down: { shape: "card", pattern: "broken", word: "client.down" },
  absent: { shape: "card", pattern: "dotted", word: "client.absent" },
};

/** thing -> state -> {shape, pattern, word}, as in STATES. */
export const TOWN_STATES = {
  hub: {
    up: { shape: "card", pattern: "solid", word: "hub.up" },
    paused: { shape: "card", pattern: "dashed", word: "hub.paused" },
    down: { shape: "card", pattern: "broken", word: "hub.down" },
    unknown: { shape: "card", pattern: "dotted", word: "client.absent" },
  },
  client: PROGRAM,
  service: PROGRAM,
  meshlink: {
    up: { shape: "line", pattern: "solid", word: "town.link_up" },
    slow: { shape: "line", pattern: "dotted", word: "town.link_slow" },
    cut: { shape: "line", pattern: "broken", word: "town.link_cut" },
    down: { shape: "line", pattern: "broken", word: "town.link_down" },
  },
  queue: {
    up: { shape: "row", pattern: "solid", word: null },
    full: { shape: "row", pattern: "thick", word: null },
    absent: { shape: "row", pattern: "dotted", word: "client.absent" },
  },
  saga: {
    running: { shape: "pill", pattern: "solid", word: "saga.running" },
    compensating: { shape: "pill", pattern: "dotted", word: "saga.compensating" },
    completed: { shape: "pill", pattern: "solid", word: "saga.completed" },
    cancelled: { shape: "pill", pattern: "dotted", word: "saga.cancelled" },
    stuck: { shape: "pill", pattern: "dashed", word: "saga.stuck" },
    forgotten: { shape: "pill", pattern: "dashed", word: "saga.forgotten" },
  },
};
