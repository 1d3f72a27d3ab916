import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dropDraft, findDraft, keepDraft } from './savedDrafts';

/** As much of a browser's storage as is needed: its keys are its own properties. */
class Storage {
  [key: string]: unknown;
  getItem(key: string) {
    return (this[key] as string | undefined) ?? null;
  }
  setItem(key: string, text: string) {
    this[key] = text;
  }
  removeItem(key: string) {
    delete this[key];
  }
}

beforeEach(() => {
  vi.stubGlobal('localStorage', new Storage());
  vi.useFakeTimers({ now: 1_000_000 });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('drafts', () => {
  it('are found again by their record, with nulls and empty texts told apart', () => {
    keepDraft('posts', 'a', { title: '', note: null });
    keepDraft('posts', null, { title: 'New' });
    expect(findDraft('posts', 'a')).toEqual({ at: 1_000_000, values: { title: '', note: null } });
    expect(findDraft('posts', null)?.values).toEqual({ title: 'New' });
    dropDraft('posts', 'a');
    expect(findDraft('posts', 'a')).toBeNull();
  });

  it('are twenty at most, the oldest go first', () => {
    for (let n = 0; n < 25; n++) {
      vi.advanceTimersByTime(1);
      keepDraft('posts', String(n), { n: String(n) });
    }
    expect(Object.keys(localStorage)).toHaveLength(20);
    expect(findDraft('posts', '4')).toBeNull();
    expect(findDraft('posts', '24')).not.toBeNull();
  });

  it('are not kept for ever, nor where they are very long', () => {
    keepDraft('posts', 'a', { title: 'x' });
    vi.advanceTimersByTime(15 * 86_400_000);
    expect(findDraft('posts', 'a')).toBeNull();
    keepDraft('posts', 'b', { title: 'x'.repeat(300_000) });
    expect(findDraft('posts', 'b')).toBeNull();
  });

  it('do not fail where the storage has something else', () => {
    localStorage.setItem('tinybase.draft.posts.a', '{');
    expect(findDraft('posts', 'a')).toBeNull();
    keepDraft('posts', 'b', {});
    expect(Object.keys(localStorage)).toEqual(['tinybase.draft.posts.b']);
  });
});
