/** A key of an order. */
export interface SortKey {
  id: string;
  desc: boolean;
}

/** Newest first. */
export const NEWEST = '-created_at';

/** Reads an order as the API writes it: `-created_at,title`. */
export function parseSort(text: string): SortKey[] {
  return text
    .split(',')
    .filter((word) => word !== '' && word !== '-')
    .map((word) => (word.startsWith('-') ? { id: word.slice(1), desc: true } : { id: word, desc: false }));
}

export function formatSort(keys: SortKey[]): string {
  return keys.map((key) => (key.desc ? `-${key.id}` : key.id)).join(',');
}

/** An order with one more key, or with this one in place of that of the same name. */
export function withKey(keys: readonly SortKey[], key: SortKey): SortKey[] {
  const at = keys.findIndex(({ id }) => id === key.id);
  return at < 0 ? [...keys, key] : keys.with(at, key);
}

/** The same order from its other end. */
export function reversed(sort: string): string {
  return formatSort(parseSort(sort).map((key) => ({ ...key, desc: !key.desc })));
}
