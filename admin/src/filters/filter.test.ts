import { describe, expect, it } from 'vitest';
import type { FilterJson } from './filter';
import { filterJson } from './filterJson';
import { parseFilter } from './parseFilter';

/** As the builder would send it after reading it. */
function again(json: FilterJson, changes = false): FilterJson | null {
  return filterJson(parseFilter(json, changes));
}

describe('a filter that is read and written again', () => {
  const same: FilterJson[] = [
    { price: 10 },
    { title: null },
    { price: { gt: 1, lte: 5 } },
    { price: { ne: 1 } },
    { status: { in: ['open', null] } },
    { status: { nin: [] } },
    { title: { null: true } },
    { title: { null: false } },
    { title: { contains: 'a' } },
    { title: { icontains: 'a' } },
    { title: { starts_with: '$$a' } },
    { title: { ends_with: 'a' } },
    { title: { like: '%a\\_' } },
    { tags: { has: 'a' } },
    { tags: { has_any: ['a'] } },
    { tags: { has_all: ['a', 'b'] } },
    { tags: { subset: '$old.tags' } },
    { tags: { length: 2 } },
    { tags: { length: { gt: 1, lt: 4 } } },
    { tags: { length: { ne: 1 }, has: 'a' } },
    { 'meta.color.name': 'red' },
    { '$user.is_admin': true },
    { or: [{ owner_id: '$user.id' }, { visible: true, status: 'active' }] },
    { not: { or: [{ a: 1 }, { b: 2 }] } },
    { not: { a: 1, b: 2 } },
    { a: 1, and: [{ a: 2 }] },
    { or: [{ a: 1 }, { b: 1 }], and: [{ or: [{ c: 1 }, { d: 1 }] }] },
    { exists: { in: 'members', where: { room: '$record.room' } } },
    { price: { between: [1, 2] } },
    { price: { gt: { a: 1 } } },
    { price: {} },
    { tags: { length: { between: 1 } } },
    { and: 'nonsense' },
    { or: [] },
    { not: {} },
    { or: [{}, { a: 1 }] },
    { a: 1, not: { or: [{ b: 1 }, { c: 1 }] } },
  ];
  it.each(same.map((json) => [JSON.stringify(json), json] as const))('is the same: %s', (_, json) => {
    expect(again(json)).toEqual(json);
  });

  it('is shorter where words were needless', () => {
    expect(again({ price: { eq: 10 } })).toEqual({ price: 10 });
    expect(again({ and: [{ a: 1 }, { b: 2 }] })).toEqual({ a: 1, b: 2 });
    expect(again({ not: { not: { or: [{ a: 1 }, { b: 1 }] } } })).toEqual({ or: [{ a: 1 }, { b: 1 }] });
    expect(again({})).toBeNull();
  });

  it('knows what rules ask of a change, and a field that has that name', () => {
    expect(again({ changed: 'title' }, true)).toEqual({ changed: 'title' });
    expect(again({ not: { changed: ['a', 'b'] } }, true)).toEqual({ not: { or: [{ changed: 'a' }, { changed: 'b' }] } });
    expect(again({ changed: { eq: 'x' } }, true)).toEqual({ changed: { eq: 'x' } });
    expect(again({ changed: 5 }, true)).toEqual({ changed: 5 });
  });
});

describe('a filter in the making', () => {
  it('leaves out what nobody has finished', () => {
    const filter = parseFilter({ price: 1 });
    filter.parts.push({ kind: 'condition', field: 'title', operator: 'contains', value: undefined });
    filter.parts.push({ kind: 'group', join: 'any', parts: [] });
    expect(filterJson(filter)).toEqual({ price: 1 });
  });

  it('holds the same field twice', () => {
    const filter = parseFilter({ tags: { has: 'a' } });
    filter.parts.push({ kind: 'condition', field: 'tags', operator: 'has', value: 'b' });
    expect(filterJson(filter)).toEqual({ tags: { has: 'a' }, and: [{ tags: { has: 'b' } }] });
  });
});
