import type { CollectionDraft, Definition } from './draft';

/** A draft with the collection that it was begun on. */
export interface SavedDraft {
  draft: CollectionDraft;
  base: Definition & { schema_version: number };
}

const keyOf = (name: string) => `tinybase.schema.${name}`;

/** The draft that this tab has of a collection. */
export function savedDraft(name: string): SavedDraft | null {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(name)) ?? 'null') as SavedDraft | null;
  } catch {
    return null;
  }
}

/** Keeps the draft until the tab is closed; null forgets it. */
export function keepDraft(name: string, saved: SavedDraft | null): void {
  try {
    if (saved === null) {
      sessionStorage.removeItem(keyOf(name));
    } else {
      sessionStorage.setItem(keyOf(name), JSON.stringify(saved));
    }
  } catch {
    // The storage is full: the draft lives as long as the page.
  }
}
