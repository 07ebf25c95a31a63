// What a page needs to follow a run: the catalogue, the clock, the store and the socket between them.

import { makeWords, loadWords, EMPTY_CATALOGUE } from "../lib/words.js";
import { makeFold } from "../model/effects.js";
import { makeStore } from "../model/store.js";
import { makeTimeline } from "../model/timeline.js";
import { makeCodec } from "../wire/codec.js";
import { openSocket } from "../wire/socket.js";
import { TYPES, VERSION } from "../wire/vocabulary.js";

/** Most pages of a class are phones on one access point: they get the encoding that leaves things out. */
const PHONE = matchMedia("(max-width: 600px)");
const RELOADED = "eventarium-reloaded-for";

export async function wordsOfPage() {
  const named = (part) => document.querySelector(`meta[name="${part}-catalogue"]`)?.content;
  try {
    return await loadWords(named("stage") ?? document.querySelector("[data-catalogue]")?.dataset.catalogue, named("more") ?? null);
  } catch {
    return makeWords(EMPTY_CATALOGUE);
  }
}

export function makeRun() {
  const timeline = makeTimeline();
  const store = makeStore({ codec: makeCodec(TYPES), fold: makeFold(TYPES), timeline });
  return { timeline, store };
}

/** Connects a run to its room; `onNotice(code, fields)` and `onState(state)` tell the page. */
export function connect({ timeline, store }, path, { onNotice, onState, onStale = () => {}, lite = PHONE.matches }) {
  const url = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${path}`;
  const socket = openSocket({
    url,
    seen: () => ({ ...store.seen(), v: VERSION, lite }),
    onMessage,
    onState(state, transport) {
      if (state === "away") timeline.hold();
      onState(state, transport);
    },
  });
  addEventListener("online", socket.retryNow);

  function onMessage(message) {
    if (message.v !== undefined && message.v !== VERSION) {
      onStale();
      reloadOnce(message.v);
    } else if (message.type === "keyframe") store.keyframe(message);
    else if (message.type === "frame") {
      if (!store.frame(message)) socket.resume();
    } else if (message.code === "room") store.room(message.fields);
    else onNotice(message.code, message.fields ?? {});
  }

  return socket;
}

/** Another vocabulary means another version of the site; once per version, or it would go round and round. */
function reloadOnce(version) {
  if (sessionStorage.getItem(RELOADED) === version) return;
  sessionStorage.setItem(RELOADED, version);
  location.reload();
}
