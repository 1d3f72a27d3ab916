import { expect, test } from 'vitest';
import { formatSort, parseSort, reversed, withKey } from './sorting';

test('an order is written as the API takes it', () => {
  expect(parseSort('-created_at,title')).toEqual([
    { id: 'created_at', desc: true },
    { id: 'title', desc: false },
  ]);
  expect(formatSort(parseSort('-created_at,title'))).toBe('-created_at,title');
  expect(reversed('-created_at,title')).toBe('created_at,-title');
  expect(parseSort(',-')).toEqual([]);
});

test('a further key comes last, and one that is there keeps its place', () => {
  const keys = parseSort('stars,title');
  expect(formatSort(withKey(keys, { id: 'price', desc: true }))).toBe('stars,title,-price');
  expect(formatSort(withKey(keys, { id: 'stars', desc: true }))).toBe('-stars,title');
});
