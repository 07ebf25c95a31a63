// Ids in the order people count: billing-2 before billing-10.

const COLLATOR = new Intl.Collator("en", { numeric: true });

export function byId(a, b) {
  return COLLATOR.compare(String(a), String(b));
}

export function sortedKeys(mapping) {
  return Object.keys(mapping ?? {}).sort(byId);
}
