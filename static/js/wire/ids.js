// Ids of intents: unique per page without crypto.randomUUID, which plain http does not have.

export function idMaker(random = globalThis.crypto) {
  const bytes = random.getRandomValues(new Uint8Array(8));
  const prefix = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  let count = 0;
  return () => {
    count += 1;
    return `${prefix}-${count}`;
  };
}
