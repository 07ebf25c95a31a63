// Which way to the server works: a WebSocket, or a stream where the network breaks those.
// A way works once a message came over it: some proxies open a socket and then pass nothing on.

/** Long enough for a slow phone network, short enough that both ways are tried within 5 s. */
export const FIRST_WORD_MS = 2500;

const OPENERS = {
  socket: (url) => new WebSocket(url),
  stream: async (url) => (await import("./stream.js")).openStream(new URL(url).pathname),
};

/**
 * `attempt(callbacks)` tries the way that worked last, then the other one: `onOpen(connection, name)` for
 * each that opens, `onWorks(name)` with the first message, `onMessage(event)`, and once, when the one that
 * worked has ended or none did, `onLost({worked, code})`.
 */
export function makeTransport(url, { openers = OPENERS, wait_ms = FIRST_WORD_MS } = {}) {
  let preferred = "socket";

  function attempt(callbacks) {
    const names = Object.keys(openers).sort((a, b) => (b === preferred) - (a === preferred));
    let current = null;
    let drop = () => {};
    let over = false;

    async function tryNext() {
      const name = names.shift();
      const opened = openers[name](url);
      // What comes later holds up only itself: a socket listens at once.
      const connection = opened instanceof Promise ? await opened.catch(() => null) : opened;
      if (over) return connection?.close();
      if (!connection) return end(false, 1006);
      let worked = false;
      let ended = false;
      const timer = setTimeout(() => lost(1006), wait_ms);
      current = connection;
      drop = () => lost(1006);

      function lost(code) {
        if (ended || over) return;
        ended = true;
        clearTimeout(timer);
        connection.close();
        if (!worked && code < 4000 && names.length > 0) tryNext();
        else end(worked, code);
      }

      connection.addEventListener("open", () => !ended && callbacks.onOpen(connection, name));
      connection.addEventListener("message", (event) => {
        if (ended || over) return;
        if (!worked) {
          worked = true;
          preferred = name;
          clearTimeout(timer);
          callbacks.onWorks(name);
        }
        callbacks.onMessage(event);
      });
      connection.addEventListener("close", (event) => lost(event.code ?? 1006));
      return undefined;
    }

    function end(worked, code) {
      over = true;
      callbacks.onLost({ worked, code });
    }

    tryNext();
    return {
      /** Gives this connection up, as if it had been lost. */
      drop: () => drop(),
      close() {
        over = true;
        current?.close();
      },
    };
  }

  return { attempt };
}
