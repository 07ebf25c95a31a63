// The gallery: fills the page's headings with pictures that the stage's own actors draw, one for each entry
// of the registries, and filters what is shown. Redrawn when the theme changes, since sizes are the theme's.

import { html, write } from "../../lib/dom.js";
import { makeWords } from "../../lib/words.js";
import { crowd } from "./crowd.js";
import { crop } from "./drawing.js";
import { actorEntries, stateEntries, tokenEntries } from "./entries.js";

const page = document.querySelector("[data-gallery]");
const named = new Map([...page.querySelectorAll("[data-words] [data-key]")].map((item) => [item.dataset.key, item.textContent]));
const theme = () => document.documentElement.dataset.theme;

async function json(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return answer.json();
}

/** The words of both kinds of room in one catalogue: a gallery shows both. */
async function loadAll(urls) {
  const parts = await Promise.all(urls.map(json));
  return makeWords({ ...parts[0], labels: Object.assign({}, ...parts.map((part) => part.labels)) });
}

/** Scenes at a moment, one after the other as they are needed, and a crowd, which no scene has. */
async function* moments() {
  for (const item of page.querySelectorAll("[data-moment]")) {
    const { cast, view, at_us } = await json(item.dataset.moment);
    yield { title: item.textContent, scene: { cast, view, now_us: at_us, size: "wide" } };
  }
  yield { title: named.get("crowd"), scene: crowd() };
}

function figure(entry, picture) {
  const frame = html("div", { class: "specimen-frame", dir: "ltr" }, picture);
  const caption = html("figcaption", {}, html("strong", {}, entry.word), html("span", { class: "specimen-look" }, entry.look), html("code", {}, entry.name));
  return html("figure", { class: "specimen", "data-entry": `${entry.part}/${entry.of}/${entry.name}` }, frame, caption);
}

function homeOf({ part, of }) {
  const home = page.querySelector(`[data-part="${part}"][data-of="${of}"] [data-specimens]`);
  if (!home) throw new Error(`the page has no heading for ${part} ${of}`);
  return home;
}

async function put(entry, now) {
  const picture = await entry.picture(now);
  const shown = figure(entry, picture);
  homeOf(entry).append(shown);
  if (entry.part !== "actors") return;
  const { x, y, width, height } = picture.getBBox();
  entry.empty = width + height === 0;
  if (entry.empty) shown.remove();
  else crop({ root: picture }, { x, y, w: width, h: height });
}

/** Draws all anew; a later call overtakes an earlier one. */
let turn = 0;
async function draw(words) {
  const mine = (turn += 1);
  page.dataset.ready = "false";
  for (const home of page.querySelectorAll("[data-specimens]")) home.replaceChildren();
  for (const section of page.querySelectorAll("[data-group], [data-of]")) section.hidden = false; // what is not shown has no size
  const say = (key, fields) => named.get(key) ?? words.label(key, fields);
  const kinds = Object.fromEntries(["cluster", "town"].map((family) => [family, page.querySelector(`[data-part="tokens"][data-of="${family}"]`).dataset.kinds.split(" ")]));
  const now = theme();
  for (const entry of [...stateEntries({ words, say }), ...tokenEntries({ words, say, kinds })]) {
    await put(entry, now);
    if (mine !== turn) return;
  }
  for await (const entry of actorEntries({ words, say, moments: moments(), theme: now })) {
    await put(entry, now);
    if (mine !== turn) return;
  }
  filter();
  page.dataset.ready = "true";
}

const form = page.querySelector("[data-filter]");

/** Shows what belongs to the chosen heading and holds the words that are looked for. */
function filter() {
  const [part, of] = form.elements.namedItem("what").value.split("/");
  const text = form.elements.namedItem("text").value.trim().toLowerCase();
  let count = 0;
  for (const section of page.querySelectorAll("[data-of]")) {
    const chosen = part === "" || (section.dataset.part === part && (of === undefined || section.dataset.of === of));
    let here = 0;
    for (const item of section.querySelectorAll("[data-entry]")) {
      const fits = chosen && (text === "" || item.textContent.toLowerCase().includes(text) || item.dataset.entry.includes(text));
      item.hidden = !fits;
      here += fits ? 1 : 0;
    }
    section.hidden = here === 0;
    count += here;
  }
  for (const group of page.querySelectorAll("[data-group]")) group.hidden = !group.querySelector("[data-of]:not([hidden])");
  write(form.querySelector("[data-count]"), count);
  form.querySelector("[data-none]").hidden = count > 0;
}

form.addEventListener("input", filter);
form.addEventListener("submit", (event) => event.preventDefault());

loadAll(page.dataset.catalogues.split(" ")).then((words) => {
  new MutationObserver(() => draw(words)).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return draw(words);
});
