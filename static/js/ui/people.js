// Who is in the room, for those who run it: lock, freeze, let students act, a new code, send somebody
// out, hand over, links. Handles only; nobody's name is known.

import { html, keyed, write } from "../lib/dom.js";
import { handleOf } from "../lib/handles.js";

const HOSTS = new Set(["owner", "presenter"]);
const DRIVERS = new Set([...HOSTS, "co-presenter"]);
const SWITCHES = { lock: "locked", freeze: "frozen", let_act: "students_act" };
const SOON_MS = 300;
const LINKS = { pass: "crew.invite_link", way_back: "crew.way_back_link" };

export function makePeople({ page, store, words, acts }) {
  const label = words.label;
  const dialog = html("dialog", { class: "dialog people", "aria-labelledby": "people-title", "data-answers": "" });
  const code = html("p", { class: "code-large" });
  const picture = html("img", { class: "qr", width: 148, height: 148, alt: label("crew.qr") });
  const boxes = new Map(Object.keys(SWITCHES).map((name) => [name, switchBox(name)]));
  const link = html("div", { class: "people-link", hidden: true });
  const rows = html("ul", { class: "people-list" });
  const nodes = new Map();
  let people = new Map();
  let sure = null;
  let due = null;

  function press(name, doit, attributes = {}, fields = {}) {
    const node = html("button", { type: "button", class: "btn small", ...attributes }, label(name, fields));
    node.addEventListener("click", doit);
    return node;
  }

  function switchBox(name) {
    const input = html("input", { type: "checkbox", "data-switch": name });
    input.addEventListener("change", async () => {
      if (!(await acts.act(name, { on: input.checked }, dialog))) update();
    });
    return { input, row: html("label", { class: "people-switch" }, input, label(`crew.${name}`)) };
  }

  const ofHosts = [press("crew.invite", () => acts.act("invite", {}, dialog)), press("crew.way_back", () => acts.act("way_back", {}, dialog))];

  function build() {
    const wall = html("a", { class: "btn small", href: `/r/${page.dataset.room}/project/`, target: "_blank", rel: "noopener" }, label("crew.project"));
    const close = press("button.close", () => dialog.close());
    dialog.append(
      html("h2", { id: "people-title" }, label("crew.title")),
      html("div", { class: "people-way-in" }, picture, html("div", {}, code, html("p", { class: "people-row" }, press("crew.new_code", () => acts.act("new_code", {}, dialog)), wall))),
      ...[...boxes.values()].map(({ row }) => row),
      html("p", { class: "people-row" }, ...ofHosts),
      link,
      html("p", { class: "answer", "data-answer": "" }),
      rows,
      html("p", {}, close),
    );
    document.body.append(dialog);
  }

  /** What the room itself says about its people. */
  function update() {
    const { room } = store.state;
    if (!room) return;
    write(code, room.code);
    const source = `/r/${page.dataset.room}/qr.svg?${room.code}`;
    if (dialog.open && picture.getAttribute("src") !== source) picture.src = source;
    for (const [name, { input }] of boxes) input.checked = Boolean(room[SWITCHES[name]]);
    for (const button of ofHosts) button.hidden = !HOSTS.has(room.role);
    if (!HOSTS.has(room.role)) link.hidden = true;
    if (dialog.open && !DRIVERS.has(room.role)) dialog.close();
  }

  function show(list) {
    people = new Map(list.map((person) => [person.person, person]));
    keyed(rows, nodes, [...people.keys()], () => html("li", {}, html("span"), html("span", { class: "people-row" })));
    for (const [id, node] of nodes) {
      rows.append(node);
      dress(node, people.get(id));
    }
  }

  function dress(node, person) {
    const [name, buttons] = node.children;
    const focused = [...buttons.children].indexOf(document.activeElement);
    const handle = handleOf(person.handle, words);
    const more = [label(`crew.role_${person.role.replace("-", "_")}`), person.you && label("crew.you"), !person.here && person.role !== "removed" && label("crew.away")];
    write(name, `${handle} (${more.filter(Boolean).join(", ")})`);
    buttons.replaceChildren(...(person.you ? [] : choices(person, handle)));
    buttons.children[focused]?.focus();
  }

  function choices(person, handle) {
    const host = HOSTS.has(store.state.room?.role);
    const made = [];
    if (person.role === "removed") made.push(press("crew.let_in", () => ask("let_in", person)));
    else {
      if (host && person.here) made.push(handOver(person, handle));
      if (!HOSTS.has(person.role) && (host || person.role !== "co-presenter")) made.push(press("crew.remove", () => ask("remove", person)));
    }
    for (const button of made) button.setAttribute("aria-label", `${button.textContent}: ${handle}`);
    return made;
  }

  /** The room changes hands at the second press only. */
  function handOver(person, handle) {
    if (sure === person.person) return press("crew.hand_over_sure", () => ask("hand_over", person), {}, { handle });
    return press("crew.hand_over", () => {
      sure = person.person;
      dress(nodes.get(person.person), person);
      nodes.get(person.person).querySelector("button").focus();
    });
  }

  async function ask(type, { person }) {
    sure = null;
    if (await acts.act(type, { person }, dialog)) refresh();
  }

  function refresh() {
    due = null;
    if (dialog.open && DRIVERS.has(store.state.room?.role)) acts.act("people", {}, dialog);
  }

  function notice(name, fields) {
    if (name === "people") show(fields.people);
    else showLink(name, fields.path);
  }

  function showLink(name, path) {
    const field = html("input", { class: "field", id: "people-link", readonly: "" });
    field.value = location.origin + path;
    link.replaceChildren(html("label", { for: "people-link" }, label(LINKS[name])), field);
    link.hidden = false;
    if (!dialog.open) open();
    field.select();
  }

  function open() {
    dialog.showModal();
    update();
    refresh();
  }

  build();
  dialog.addEventListener("close", () => {
    link.hidden = true;
    sure = null;
  });
  store.listen((change) => {
    if (!change.room && !change.whole) return;
    update();
    due ??= setTimeout(refresh, SOON_MS);
  });
  return { open, notice };
}
