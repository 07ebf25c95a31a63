// Everything a person can ask of the room. A refusal is explained beside what was pressed, and aloud.

import { write } from "../lib/dom.js";

const SHOWN_MS = 6000;

export function makeActs({ root, socket, words, live, drives, publishes = drives }) {
  let timer = null;

  /** Shows an answer for a while: in `near`'s place for answers if it has one, else above the controls. */
  function tell(text, near = null) {
    const spot = near?.closest("[data-answers]")?.querySelector("[data-answer]") ?? root;
    write(spot, text);
    spot.hidden = text === "";
    live.now(text);
    clearTimeout(timer);
    timer = setTimeout(() => {
      write(spot, "");
      if (spot === root) spot.hidden = true;
    }, SHOWN_MS);
  }

  /** Sends an intent; true when the room did it. A viewer is told why not, without asking the server. */
  async function act(type, fields = {}, near = null) {
    const publish = type === "command" && fields.text.startsWith("publish ");
    if (!drives() && !(publish && publishes())) {
      tell(words.label("people.viewer"), near);
      return false;
    }
    try {
      await socket.send(type, fields);
      return true;
    } catch (refusal) {
      tell(await words.refusal(refusal.code, refusal.fields), near);
      return false;
    }
  }

  const command = (text, near = null) => act("command", { text }, near);
  return { act, command, tell };
}
