// Everything that the gallery shows, as rows made from the registries: {part, of, name, word, look, picture()}.
// `part` is states, tokens or actors; `of` the thing or family under whose heading it stands.

import { ACTORS } from "../../view/actors.js";
import { CROWD } from "../../view/crowd/items.js";
import { STATES } from "../../view/states.js";
import { ACTORS as TOWN_ACTORS } from "../../view/town/actors.js";
import { TOWN_STATES } from "../../view/town/states.js";
import { crop, drawScene } from "./drawing.js";
import { recipe } from "./kafka.js";
import { FORMS, SPECIAL, form, message, tokenPicture } from "./tokens.js";
import { townRecipe } from "./town.js";

/** Things of a cluster and of a town that carry states, in the order of the page. */
export const THINGS = [...Object.keys(STATES), ...Object.keys(TOWN_STATES)];
/** Every kind of actor of every family. */
export const KINDS = { cluster: Object.keys(ACTORS), crowd: Object.keys(CROWD), town: Object.keys(TOWN_ACTORS) };

/** What the words of states are filled with. */
const EXAMPLE = { n: 2, epoch: 4, member: "billing-1" };

/** `say(key, fields)` gives a word of the page or of the stage. */
export function stateEntries({ words, say }) {
  const all = [...Object.entries(STATES).map((row) => [...row, recipe]), ...Object.entries(TOWN_STATES).map((row) => [...row, townRecipe])];
  return all.flatMap(([thing, states, make]) => Object.entries(states).map(([state, { shape, pattern, word }]) => ({
    part: "states",
    of: thing,
    name: state,
    word: say(word ?? `state.${thing}.${state}`, EXAMPLE),
    look: `${shape}, ${pattern}`,
    async picture(theme) {
      const made = make(thing, state);
      const drawn = await drawScene(made.scene, made.entry, { words, theme });
      return crop(drawn, made.box(drawn.plan));
    },
  })));
}

/** `kinds` = {cluster: [kind], town: [kind]} as the server has them. */
export function tokenEntries({ words, say, kinds }) {
  const of = (family, name, word, look, make) => ({ part: "tokens", of: family, name, word, look, async picture(theme) {
    const { drawn, box } = tokenPicture(make, theme);
    return crop(drawn, box);
  } });
  const messages = Object.entries(kinds).flatMap(([family, names]) => names.map((kind) => {
    const { look, make } = message(family, kind);
    return of(family, kind, words.kind(kind), look, make);
  }));
  const forms = FORMS.flatMap((name) => ["state", "id"].map((carries) => of("form", `${name}-${carries}`, say(`form.${name}.${carries}`), `${name}, ${carries === "id" ? "outlined" : "filled"}`, form(name, carries))));
  const special = Object.entries(SPECIAL).map(([name, { make }]) => of("special", name, say(`token.${name}`), "", make));
  return [...messages, ...forms, ...special];
}

/**
 * Every kind of actor, each from the first of `moments` (an async iterable of {title, scene}) in which it draws
 * something. That is known only once it is in a page: whoever takes an entry sets its `empty` if nothing is seen.
 */
export async function* actorEntries({ words, say, moments, theme }) {
  const seen = new Set();
  const wanted = Object.values(KINDS).flat();
  for await (const { title, scene } of moments) {
    const here = new Set();
    const options = { words, theme };
    await drawScene(scene, ({ kind }) => !seen.has(kind) && Boolean(here.add(kind)) && false, options);
    for (const kind of here) {
      const entry = { part: "actors", of: familyName(kind), name: kind, word: say(`actor.${kind}`), look: title, empty: false, picture: () => only(scene, kind, options) };
      yield entry;
      if (!entry.empty) seen.add(kind);
    }
    if (wanted.every((kind) => seen.has(kind))) return;
  }
}

async function only(scene, wanted, options) {
  let taken = false;
  const drawn = await drawScene(scene, ({ kind }) => kind === wanted && !taken && (taken = true), options);
  return drawn.root;
}

const familyName = (kind) => Object.keys(KINDS).find((family) => KINDS[family].includes(kind));
