// "Why?" of an event, a record or a number. What shows the chain is fetched with the first question.

export function makeWhy(parts) {
  const { acts, words } = parts;
  let chain = null;

  /** Asks in one of the chain's ways: event, value or record. */
  const ask = (way) => async (...what) => {
    try {
      const [{ makeChain }] = await Promise.all([import("./events/chain.js"), words.more()]);
      chain ??= makeChain(parts);
    } catch {
      return acts.tell(words.label("connection.offline"));
    }
    return chain[way](...what);
  };

  return { event: ask("event"), value: ask("value"), record: ask("record") };
}
