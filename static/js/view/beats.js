// Chatter is a short change of a line's style at both ends, never a token.

/** At most so many ends in one frame: more would be noise. */
const MOST = 12;
/** A port beats again only after this: slower than any flash. */
const REST_MS = 480;

export function makeBeats(layers, real_ms) {
  const ports = new Map();

  /** Two equal animations in turn: one can start anew without asking the browser for a layout. */
  function beat(chatter) {
    const now = real_ms();
    for (const { source, target } of chatter.slice(-MOST)) {
      for (const process of [source, target]) {
        const port = portOf(process);
        if (!port || now - port.beaten_ms < REST_MS) continue;
        port.beaten_ms = now;
        port.turn = !port.turn;
        port.node.classList.toggle("beats-a", port.turn);
        port.node.classList.toggle("beats-b", !port.turn);
      }
    }
  }

  function portOf(process) {
    const known = ports.get(process);
    if (known?.node.isConnected) return known;
    const node = layers.actors.querySelector(`[data-port="${CSS.escape(process)}"]`);
    if (!node) return null;
    const port = { node, turn: false, beaten_ms: -Infinity };
    ports.set(process, port);
    return port;
  }

  return { beat };
}
