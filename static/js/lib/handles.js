// What people call somebody of whom nobody knows a name. Its words come with `words.more()`.

/** An anonymous name in the page's language from its three numbers. */
export function handleOf([adjective, animal, number], words) {
  const pick = (key, n) => words.label(key).split(" ")[n] ?? String(n);
  return words.label("handle.name", { adjective: pick("handle.adjectives", adjective), animal: pick("handle.animals", animal), n: number });
}
