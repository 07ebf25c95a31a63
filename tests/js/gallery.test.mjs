// The gallery shows what it says: for every state of the registries the stage's own actor really draws that
// state, at each theme's sizes; every message has a look; the crowd's own actors have a scene.

import assert from "node:assert/strict";
import { test } from "node:test";
import { wordsOf } from "./drawn.mjs";
import { catalogue } from "./recorded.mjs";
import { STATES } from "../../static/js/view/states.js";
import { TOWN_STATES } from "../../static/js/view/town/states.js";
import { crowd } from "../../static/js/ui/gallery/crowd.js";
import { drawScene } from "../../static/js/ui/gallery/drawing.js";
import { KINDS, THINGS, stateEntries, tokenEntries } from "../../static/js/ui/gallery/entries.js";
import { recipe } from "../../static/js/ui/gallery/kafka.js";
import { townRecipe } from "../../static/js/ui/gallery/town.js";

const words = wordsOf(catalogue());
const say = (key, fields) => words.label(key, fields);
const WIDEST = { light: 380, projector: 620 };

for (const [registry, make] of [[STATES, recipe], [TOWN_STATES, townRecipe]]) {
  for (const [thing, states] of Object.entries(registry)) {
    test(`every state of ${thing} is drawn by its actor`, async () => {
      for (const state of Object.keys(states)) {
        for (const theme of Object.keys(WIDEST)) {
          const made = make(thing, state);
          const { nodes, plan } = await drawScene(made.scene, made.entry, { words, theme });
          assert.ok(nodes.some(({ node }) => made.drawn(node)), `${thing} ${state} in ${theme}`);
          const { w, h } = made.box(plan);
          assert.ok(w > 0 && h > 0 && w <= WIDEST[theme], `${thing} ${state} is ${w} x ${h} in ${theme}`);
        }
      }
    });
  }
}

test("there is one entry for each state, with a picture of its own", async () => {
  const entries = stateEntries({ words, say });
  const states = [STATES, TOWN_STATES].flatMap((registry) => Object.entries(registry).flatMap(([thing, known]) => Object.keys(known).map((state) => `${thing}/${state}`)));
  assert.deepEqual(entries.map(({ of, name }) => `${of}/${name}`), states);
  assert.deepEqual([...new Set(entries.map(({ of }) => of))], THINGS);
  for (const { picture } of entries) assert.match((await picture("dark")).getAttribute("viewBox"), /^-?\d+ -?\d+ \d+ \d+$/);
});

test("nothing in a picture can be focused or is spoken: the words stand beside it", async () => {
  const made = recipe("broker", "down");
  const { root } = await drawScene(made.scene, made.entry, { words, theme: "light" });
  const all = (node) => [node, ...node.childNodes.flatMap(all)];
  assert.ok(all(root).length > 5);
  for (const node of all(root).slice(1)) for (const name of ["role", "tabindex", "aria-label"]) assert.equal(node.getAttribute(name), null);
});

test("every message is drawn, and no two requests of one family look alike by their look alone", async () => {
  const kinds = { cluster: ["produce", "fetch", "fetch_reply", "commit", "heartbeat", "vote", "metadata"], town: ["publish", "poll", "interest", "call", "acknowledge"] };
  const entries = tokenEntries({ words, say, kinds });
  for (const family of ["cluster", "town"]) {
    const looks = entries.filter(({ of, name }) => of === family && name !== "fetch_reply").map(({ look }) => look);
    assert.equal(new Set(looks).size, looks.length, looks.join());
  }
  for (const { name, picture } of entries) assert.ok((await picture("projector")).childNodes[0].childNodes.length > 0, name);
});

test("a crowd has all of its own actors", async () => {
  const { nodes } = await drawScene(crowd(), () => true, { words, theme: "light" });
  const kinds = new Set(nodes.map(({ kind }) => kind));
  assert.deepEqual(KINDS.crowd.filter((kind) => !kinds.has(kind)), []);
});
