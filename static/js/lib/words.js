// All text the page shows comes through here, from the catalogue that the server sends in the page's language.

import { makeFormatter } from "./format.js";

const HEADER = new Set(["type", "seq", "at_us", "cause", "also", "because"]);
/** Fields that only gather others of the same event for the view; a log line leaves them out. */
const GATHERED = new Set(["pending", "work", "fetched", "in_flight"]);

export const EMPTY_CATALOGUE = { lang: "en", labels: {}, sentences: {}, kinds: {}, errors: {} };

export async function loadWords(url, moreUrl = null) {
  return makeWords(await fetched(url), moreUrl);
}

async function fetched(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`the catalogue answered ${answer.status}`);
  return answer.json();
}

/** `moreUrl` (or the words themselves, in a file that has them) names what is fetched only when somebody asks: precise sentences, refusals, glossary, commands, settings. */
export function makeWords(catalogue, moreUrl = null) {
  const locale = catalogue.lang ?? "en";
  const formatter = makeFormatter(catalogue, locale);
  const extra = { labels: {}, sentences: {} };
  const listeners = new Set();
  let depth = "plain";
  let asked = null;

  /** A label by its key, with its fields filled; an unknown key shows itself, so that a test can see it. */
  function label(key, fields = {}) {
    const template = catalogue.labels[key] ?? extra.labels[key];
    return template === undefined ? key : formatter.fill(template, fields);
  }

  function has(key) {
    return catalogue.labels[key] !== undefined || extra.labels[key] !== undefined;
  }

  /** The sentence of an event in a depth: plain, precise (once `more` has come), or its log line. */
  function sentence(event, wanted = "plain") {
    if (wanted === "log") return logLine(event);
    const template = (wanted === "precise" ? extra.sentences[event.type]?.precise : undefined) ?? catalogue.sentences[event.type]?.plain;
    return template === undefined ? event.type : formatter.fill(template, event);
  }

  /** Why something was not done; its sentence comes with `more`, so it is waited for. */
  async function refusal(code, fields = {}) {
    const found = await more().catch(() => extra);
    const template = found.refusals?.[code];
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

  /** What only some people ask for, fetched once: {glossary, commands, fields, grammar, settings, changes}. */
  function more() {
    asked ??= (moreUrl?.lang ? Promise.resolve(moreUrl) : fetched(moreUrl)).then(
      (found) => Object.assign(extra, found),
      (problem) => {
        asked = null;
        throw problem;
      },
    );
    return asked;
  }

  async function setDepth(wanted) {
    if (wanted === "precise") await more();
    depth = wanted;
    for (const listener of listeners) listener(depth);
  }

  return {
    label,
    has,
    sentence,
    /** The sentence in the depth that this person has chosen. */
    tell: (event) => sentence(event, depth),
    depth: () => depth,
    setDepth,
    onDepth: (listener) => listeners.add(listener),
    refusal,
    error,
    kind,
    more,
    /** The glossary's cards once they have come, else null. */
    glossary: () => extra.glossary ?? null,
    fill: formatter.fill,
    duration: formatter.duration,
    locale,
  };
}

function logLine(event) {
  const text = (value) => (typeof value === "string" ? value : JSON.stringify(value ?? null));
  const fields = Object.entries(event).filter(([name]) => !HEADER.has(name) && !GATHERED.has(name));
  return [event.type, ...fields.map(([name, value]) => `${name}=${text(value)}`)].join(" ");
}
