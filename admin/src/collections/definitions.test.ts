import { expect, it } from 'vitest';
import { definitionsIn, droppedBy } from './definitions';

it.each([
  ['{"name": "a", "schema": {"fields": [{"name": "x"}]}}', 1],
  ['[{"name": "a", "schema": {"fields": []}}, {"name": "b", "schema": {"fields": []}}]', 2],
  ['[]', 0],
  ['{"name": "a"}', 0],
  ['{"name": "", "schema": {"fields": []}}', 0],
  ['{"name": "a", "schema": {"fields": ["x"]}}', 0],
  ['{', 0],
])('%s has %i collections', (text, count) => {
  expect(definitionsIn(text)?.length ?? 0).toBe(count);
});

it('fields that a declaration has no more are dropped, those that it renames are not', () => {
  const collection = { name: 'a', label: 'A', schema: { fields: [{ name: 'x' }, { name: 'y' }, { name: 'z' }] }, options: {} };
  const declared = { name: 'a', schema: { fields: [{ name: 'w', renamed_from: 'x' }, { name: 'z' }] } };
  expect(droppedBy([declared, { name: 'new', schema: { fields: [] } }], [collection])).toEqual(['a.y']);
});
