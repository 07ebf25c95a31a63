// What this browser remembers of a person's choices; a browser that stores nothing still obeys for the page.

export function recall(key) {
  try {
    return globalThis.localStorage?.getItem(key) ?? null;
  } catch {
    return null;
  }
}

export function remember(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Nothing is kept, nothing is lost.
  }
}
