// The room's people, as far as every page needs it: the button that opens the list (its module loads
// then), a one-time link that led here, and what the room says when it lets somebody in no more.

const LISTS = new Set(["people", "pass", "way_back"]);
const FINAL = new Set(["no_such_room", "removed", "room_locked"]);
const SEEN_ON_THE_CLOCK = "slower";
const PASS = "#pass=";

export function makeHost({ page, store, words, socket, acts, header, live, drives }) {
  const button = document.querySelector("[data-open-people]");
  let list = null;

  async function load() {
    const { makePeople } = await import("./people.js");
    await words.more();
    list ??= makePeople({ page, store, words, acts });
    return list;
  }

  /** What came without an intent: for the list of people, the end of this page's visit, or a sentence. */
  async function notice(code, fields) {
    if (LISTS.has(code)) (await load()).notice(code, fields);
    else if (FINAL.has(code)) {
      socket.close();
      header.ended(await words.refusal(code, fields));
    } else if (code === SEEN_ON_THE_CLOCK) live.now(await words.refusal(code, fields));
    else acts.tell(await words.refusal(code, fields));
  }

  async function take(key) {
    history.replaceState(null, "", location.pathname);
    try {
      await socket.send("take", { key });
    } catch (refusal) {
      acts.tell(await words.refusal(refusal.code, refusal.fields));
    }
  }

  button.addEventListener("click", async () => (await load()).open());
  store.listen((change) => {
    if (change.room || change.whole) button.hidden = !drives();
  });
  if (location.hash.startsWith(PASS)) take(location.hash.slice(PASS.length));
  return { notice };
}
