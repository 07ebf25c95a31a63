// What comes a moment after the first picture: sentences beside their actors, zoom and small map, and the
// projector's chrome.

import { makeVoice } from "../view/voice.js";
import { makeChrome } from "./chrome.js";
import { makeZoom } from "./zoom.js";

/** `voice` speaks from now on; until then it was silent. */
export function makeLater({ page, host, stage, store, words, voice }) {
  Object.assign(voice, makeVoice(stage.root));
  makeChrome();
  makeZoom({ page, host, stage, store, words });
}
