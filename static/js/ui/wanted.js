// Parts of the page that most people do without at first: fetched when they are wanted.

/**
 * Fetches once, when `test()` becomes true with a change of the store, or at the first press or key. What was
 * fetched may take that press or key itself: `first(event)`.
 */
export function whenWanted(test, store, fetch) {
  let asked = false;

  async function ask(event = null) {
    if (asked) return;
    asked = true;
    try {
      const found = await fetch();
      if (event) found.first?.(event);
    } catch {
      asked = false;
    }
  }

  const look = () => test() && ask();
  store.listen(look);
  for (const kind of ["click", "keydown"]) addEventListener(kind, ask, { capture: true });
  look();
}
