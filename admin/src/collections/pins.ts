import { ref } from 'vue';

const KEY = 'tinybase.pins';
const MOST = 100;

/** The names of the collections that stand first, for this browser, in the order they were pinned. */
export const pins = ref<string[]>(stored());

function stored(): string[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(value) ? value.filter((it) => typeof it === 'string') : [];
  } catch {
    return [];
  }
}

/** Pins a collection, or lets it go; the longest pinned go beyond a hundred. */
export function togglePin(name: string): void {
  pins.value = pins.value.includes(name)
    ? pins.value.filter((it) => it !== name)
    : [...pins.value, name].slice(-MOST);
  localStorage.setItem(KEY, JSON.stringify(pins.value));
}

/** The pinned first, in their order, then the others as they were. */
export function pinnedFirst<C extends { name: string }>(collections: readonly C[]): C[] {
  const byName = new Map(collections.map((it) => [it.name, it]));
  const first = pins.value.flatMap((name) => byName.get(name) ?? []);
  return [...first, ...collections.filter((it) => !pins.value.includes(it.name))];
}
