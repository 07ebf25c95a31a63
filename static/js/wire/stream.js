// A stand-in for a WebSocket where the network breaks those: server-sent events down, POST up.
// The same four things as a WebSocket: readyState, send, close, and the events open, message, close.

const OPEN = 1;
const CLOSED = 3;
const MOST_WAITING = 256;
const AT_ONCE = 64;

/** `path` is the socket's, such as /ws/r/ABCDEF/. */
export function openStream(path, { makeSource = (at) => new EventSource(at), post = (at, options) => fetch(at, options) } = {}) {
  const stream = new EventTarget();
  const source = makeSource(path.replace(/^\/ws\//, "/sse/"));
  const waiting = [];
  let id = null;
  let posting = false;
  stream.readyState = 0;

  source.addEventListener("stream", (event) => {
    id = event.data;
    stream.readyState = OPEN;
    stream.dispatchEvent(new Event("open"));
  });
  source.addEventListener("message", ({ data }) => stream.dispatchEvent(Object.assign(new Event("message"), { data })));
  source.addEventListener("end", ({ data }) => end(Number(data)));
  // By itself it would come back without greeting, and at the same moment as everybody else.
  source.addEventListener("error", () => end(1006));

  function end(code) {
    if (stream.readyState === CLOSED) return;
    stream.readyState = CLOSED;
    source.close();
    stream.dispatchEvent(Object.assign(new Event("close"), { code }));
  }

  async function empty() {
    posting = true;
    while (waiting.length > 0 && stream.readyState === OPEN) {
      const body = waiting.splice(0, AT_ONCE).join("\n");
      try {
        const answer = await post(`/sse/say/${id}/`, { method: "POST", body, headers: { "Content-Type": "application/json" } });
        if (!answer.ok) end(1006);
      } catch {
        end(1006);
      }
    }
    posting = false;
  }

  stream.send = (text) => {
    waiting.push(text);
    if (waiting.length > MOST_WAITING) end(1006);
    else if (!posting) empty();
  };
  stream.close = () => {
    stream.readyState = CLOSED;
    source.close();
  };
  return stream;
}
