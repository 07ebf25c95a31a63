// What the page knows of the run: the view, the newest events, the room. Frames come in here and
// nowhere else; listeners learn which events came, or that everything is new.

import { growNames } from "../wire/codec.js";
import { copyView, prune } from "./effects.js";

const RECENT = 1500;

export function makeStore({ codec, fold, timeline }) {
  const listeners = new Set();
  const state = { view: {}, seq: 0, timeline: null, at_us: 0, cast: null, room: null, chatter: [], events: [], bySeq: new Map() };
  let names = [];

  function tell(change) {
    for (const listener of listeners) listener(change);
  }

  function keyframe(message) {
    const back = message.timeline !== state.timeline || message.seq < state.seq;
    names = growNames(names, message.names);
    if (back) dropAfter(message.seq, message.timeline !== state.timeline);
    Object.assign(state, { view: copyView(message.view), seq: message.seq, timeline: message.timeline, at_us: message.at_us });
    state.cast = message.cast ?? state.cast;
    state.room = message.room ?? state.room;
    timeline.keyframe(message);
    prune(state.view, timeline.now_us());
    tell({ whole: true, back, events: [] });
  }

  /** False when events are missing between what the page has and this frame. */
  function frame(message) {
    if (message.timeline !== state.timeline) return false;
    if (message.to < state.seq) return true;
    if (message.from > state.seq) return false;
    names = growNames(names, message.names);
    const events = message.rows.filter((row) => row[1] > state.seq).map((row) => codec.decode(row, names));
    for (const event of events) {
      fold(state.view, event);
      remember(event);
    }
    Object.assign(state, { seq: message.to, at_us: message.at_us });
    timeline.frame(message);
    prune(state.view, message.at_us);
    state.chatter = (message.chatter ?? []).map(([source, target, kind, count]) => ({ source: names[source], target: names[target], kind: names[kind], count }));
    tell({ whole: false, events, chatter: state.chatter });
    return true;
  }

  function remember(event) {
    state.events.push(event);
    state.bySeq.set(event.seq, event);
    if (state.events.length > RECENT) state.bySeq.delete(state.events.shift().seq);
  }

  function dropAfter(seq, everything) {
    const kept = everything ? [] : state.events.filter((event) => event.seq <= seq);
    state.events = kept;
    state.bySeq = new Map(kept.map((event) => [event.seq, event]));
  }

  function room(fields) {
    state.room = { ...state.room, ...fields };
    tell({ room: true, events: [] });
  }

  function listen(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  return { state, keyframe, frame, room, listen, seen: () => ({ timeline: state.timeline, seq: state.seq }) };
}
