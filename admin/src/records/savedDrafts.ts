import type { Draft } from './draft';

/** What somebody has written into a form and not saved yet. */
export interface SavedDraft {
  /** When, in milliseconds. */
  at: number;
  /** The fields that were changed. */
  values: Draft;
}

/** Drafts are forgotten when somebody logs out, as all that begins so. */
const PREFIX = 'tinybase.draft.';
const MOST = 20;
const LONGEST = 200_000;
const KEPT_MS = 14 * 86_400_000;

function keyOf(collection: string, id: string | null): string {
  return `${PREFIX}${collection}.${id ?? 'new'}`;
}

export function findDraft(collection: string, id: string | null): SavedDraft | null {
  return read(keyOf(collection, id));
}

function read(key: string): SavedDraft | null {
  try {
    const saved = JSON.parse(localStorage.getItem(key) ?? 'null') as SavedDraft | null;
    return saved !== null && Date.now() - saved.at < KEPT_MS ? saved : null;
  } catch {
    return null;
  }
}

/** Keeps what was changed, in place of older drafts; one that is too long is not kept. */
export function keepDraft(collection: string, id: string | null, values: Draft): void {
  const key = keyOf(collection, id);
  const text = JSON.stringify({ at: Date.now(), values } satisfies SavedDraft);
  if (text.length > LONGEST) {
    localStorage.removeItem(key);
    return;
  }
  forgetOldest(key);
  try {
    localStorage.setItem(key, text);
  } catch {
    // The browser's storage is full: the form still has it.
  }
}

function forgetOldest(added: string): void {
  const others = Object.keys(localStorage)
    .filter((key) => key.startsWith(PREFIX) && key !== added)
    .map((key) => ({ key, at: read(key)?.at ?? 0 }))
    .sort((a, b) => b.at - a.at);
  for (const { key, at } of others) {
    if (at === 0 || others.findIndex((other) => other.key === key) >= MOST - 1) {
      localStorage.removeItem(key);
    }
  }
}

export function dropDraft(collection: string, id: string | null): void {
  localStorage.removeItem(keyOf(collection, id));
}
