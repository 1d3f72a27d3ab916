import { parseJson } from '@/api/exactJson';

/**
 * What somebody has written in this tab and not saved. It lives until the tab is closed or somebody
 * logs out, which clears the tab's storage.
 */
const PREFIX = 'tinybase.draft.';

/** What was kept under a key; null for nothing. */
export function savedDraft<T>(key: string): T | null {
  try {
    return parseJson(sessionStorage.getItem(PREFIX + key) ?? 'null') as T | null;
  } catch {
    return null;
  }
}

/** Keeps something in place of what was kept before; null forgets it. */
export function keepDraft(key: string, draft: object | string | null): void {
  try {
    if (draft === null) {
      sessionStorage.removeItem(PREFIX + key);
    } else {
      sessionStorage.setItem(PREFIX + key, JSON.stringify(draft));
    }
  } catch {
    // The storage is full: the draft lives as long as the page.
  }
}
