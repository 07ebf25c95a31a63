// All text the page shows comes through here, from the catalogue that the server sends in the page's language.

import { makeFormatter } from "./format.js";

export const EMPTY_CATALOGUE = { lang: "en", labels: {}, sentences: {}, refusals: {}, glossary: {}, kinds: {}, errors: {} };

export async function loadWords(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`the catalogue answered ${answer.status}`);
  return makeWords(await answer.json());
}

export function makeWords(catalogue) {
  const locale = catalogue.lang ?? "en";
  const formatter = makeFormatter(catalogue, locale);

  /** A label by its key, with its fields filled; an unknown key shows itself, so that a test can see it. */
  function label(key, fields = {}) {
    const template = catalogue.labels[key];
    return template === undefined ? key : formatter.fill(template, fields);
  }

  function has(key) {
    return catalogue.labels[key] !== undefined;
  }

  function sentence(event, depth = "plain") {
    const depths = catalogue.sentences[event.type];
    return depths ? formatter.fill(depths[depth] ?? depths.plain, event) : event.type;
  }

  function refusal(code, fields = {}) {
    const template = catalogue.refusals[code];
    return template === undefined ? code : formatter.fill(template, fields);
  }

  /** The short word for a Kafka error or another reason, and the clause that explains it. */
  function error(code) {
    const known = catalogue.errors?.[code];
    return { word: known?.word ?? code, text: known?.text ?? code };
  }

  function kind(name) {
    const known = catalogue.kinds?.[name];
    return known?.label ?? known ?? name.replaceAll("_", " ");
  }

  return { label, has, sentence, refusal, error, kind, duration: formatter.duration, locale, glossary: catalogue.glossary ?? {} };
}
