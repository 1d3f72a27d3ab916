import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { defaultColumns } from './columnState';
import { dropView, isSameView, keepView, readViews, renameView } from './savedViews';

const columns = defaultColumns([{ name: 'title', type: 'string' }]);
const view = (name: string, sort = '-created_at') => ({ name, filter: null, sort, columns });
const names = () => readViews('posts').map((it) => it.name);

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => kept.set(key, text),
  });
});
afterEach(() => vi.unstubAllGlobals());

test('a view takes the place of one of its name', () => {
  keepView('posts', view('b'));
  keepView('posts', view('a'));
  keepView('posts', view('b', 'title'));
  expect(readViews('posts').map((it) => [it.name, it.sort])).toEqual([
    ['a', '-created_at'],
    ['b', 'title'],
  ]);
});

test('a view has another name afterwards, or is gone', () => {
  keepView('posts', view('a'));
  renameView('posts', 'a', 'c');
  expect(names()).toEqual(['c']);
  renameView('posts', 'nobody', 'd');
  expect(names()).toEqual(['c']);
  dropView('posts', 'c');
  expect(names()).toEqual([]);
});

test('what differs from a view is told', () => {
  expect(isSameView(view('a'), view('b'))).toBe(true);
  expect(isSameView(view('a'), { ...view('a'), filter: '{}' })).toBe(false);
  expect(isSameView(view('a'), { ...view('a'), columns: { ...columns, visible: { ...columns.visible, title: false } } })).toBe(false);
  expect(isSameView(view('a'), { ...view('a'), columns: { ...columns, visible: { ...columns.visible, title: true } } })).toBe(true);
  expect(isSameView(view('a'), { ...view('a'), columns: { ...columns, widths: { title: 300 } } })).toBe(false);
});
