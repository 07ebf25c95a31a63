// What comes a moment after the first picture: sentences beside their actors, and the projector's chrome.

import { makeVoice } from "../view/voice.js";
import { makeChrome } from "./chrome.js";

/** `voice` speaks from now on; until then it was silent. */
export function makeLater({ stage, voice }) {
  Object.assign(voice, makeVoice(stage.root));
  makeChrome();
}
