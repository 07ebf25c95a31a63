// Parts of the page that most people do without at first: fetched when they are wanted.

/** Fetches once, when `test()` becomes true with a change of the store, or at the first press or key. */
export function whenWanted(test, store, fetch) {
  let asked = false;

  function ask() {
    if (asked) return;
    asked = true;
    fetch().catch(() => {
      asked = false;
    });
  }

  const look = () => test() && ask();
  store.listen(look);
  for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, ask, { capture: true });
  look();
}
