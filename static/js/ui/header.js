// The line above the stage: which scene, which timing, who is here, and how to invite others.

import { write } from "../lib/dom.js";

export function makeHeader({ page, part, store, words, live }) {
  const dialog = part("invite");
  const banner = part("connection");
  let acts = null;
  let socket = null;

  function update() {
    const { room } = store.state;
    if (!room) return;
    const state = ["locked", "frozen"].filter((name) => room[name]).map((name) => words.label(`people.${name}`));
    write(part("people"), [words.label("people.count", { n: room.people ?? 1 }), ...state].join(" · "));
    for (const node of document.querySelectorAll("[data-code]")) write(node, room.code);
    write(part("preset"), words.label(`preset.${room.preset === "production" ? "production" : "teaching"}`));
    write(part("preset-switch"), words.label(room.preset === "production" ? "button.teaching" : "button.production"));
    write(part("seed"), words.label("room.seed", { seed: room.seed }));
    write(part("engine"), words.label("room.engine", { version: room.engine }));
    if (room.role === "student") tellStudent();
    else write(part("role"), words.label(room.role === "viewer" ? "people.viewer" : "people.owner"));
    page.dataset.role = room.role;
  }

  async function tellStudent() {
    try {
      const { studentText } = await import("./student.js");
      const text = await studentText(store.state.room, words);
      if (store.state.room.role === "student") write(part("role"), text);
    } catch {
      // Without a network the sentence that the page came with stays.
    }
  }

  /** "connecting" | "open" | "away": the page keeps showing the last moment and tries again by itself; "ended". */
  function connection(state, transport) {
    if (state === "ended") return ended(words.label("connection.offline"));
    const before = banner.dataset.state;
    banner.dataset.state = state;
    banner.hidden = state !== "away";
    page.dataset.connection = state;
    if (transport) page.dataset.transport = transport;
    if (state === "away") {
      write(banner.querySelector("[data-text]"), words.label("connection.offline"));
      if (before === "open") live.now(words.label("connection.lost"));
    }
    if (state === "open" && before === "away") live.now(words.label("connection.restored"));
  }

  /** The room lets this page in no more, for a reason that the person can read. */
  function ended(text) {
    banner.hidden = false;
    banner.dataset.state = "ended";
    banner.querySelector("button").hidden = true;
    write(banner.querySelector("[data-text]"), text);
    live.now(text);
  }

  /** The page is older than the server: nothing it sends can be read until the page is loaded again. */
  function stale() {
    banner.hidden = false;
    write(banner.querySelector("[data-text]"), words.label("connection.reload"));
  }

  function use(theActs, theSocket) {
    acts = theActs;
    socket = theSocket;
  }

  async function copy() {
    const field = part("invite-link");
    field.select();
    try {
      if (navigator.clipboard) await navigator.clipboard.writeText(field.value);
      else document.execCommand("copy");
      write(part("invite-copied"), words.label("room.copied"));
    } catch {
      write(part("invite-copied"), words.label("room.copy_by_hand"));
    }
  }

  document.querySelector("[data-open-invite]").addEventListener("click", () => {
    part("invite-link").value = `${location.origin}/r/${store.state.room?.code ?? page.dataset.room}/`;
    write(part("invite-copied"), "");
    dialog.showModal();
  });
  document.querySelector("[data-copy]").addEventListener("click", copy);
  part("preset-switch").addEventListener("click", (event) => {
    const name = store.state.room?.preset === "production" ? "teaching" : "production";
    acts?.act("preset", { name }, event.currentTarget);
  });
  banner.querySelector("button").addEventListener("click", () => socket?.retryNow());
  for (const button of document.querySelectorAll("dialog [data-close]")) button.addEventListener("click", () => button.closest("dialog").close());
  store.listen((change) => {
    if (change.room || change.whole) update();
  });
  return { connection, ended, stale, use };
}
