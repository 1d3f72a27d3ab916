import { describe, expect, it } from 'vitest';
import { changes, draftOf, emptied, InvalidValue } from './draft';
import { type Field, kindOf, mayBeNull } from './fields';

const fields = [
  { name: 'title', type: 'string' },
  { name: 'slug', type: 'string', required: true },
  { name: 'rating', type: 'number' },
  { name: 'views', type: 'integer', default: 0 },
  { name: 'price', type: 'decimal' },
  { name: 'published', type: 'boolean' },
  { name: 'tags', type: 'list[string]' },
  { name: 'state', type: 'string', values: ['draft', 'live'] },
] satisfies Field[];
const [title, slug, , views, , , tags, state] = fields as Field[];

const stored = { title: 'Hello', slug: 'a', rating: 4.5, views: 1, price: '12.50', published: true, tags: ['a'], state: null };

describe('a form of a record', () => {
  it('sends what was changed and nothing else', () => {
    const before = draftOf(fields, stored);
    const draft = { ...before, rating: '5', tags: '["a", "b"]' };
    expect(changes(fields, draft, before)).toEqual({ rating: 5, tags: ['a', 'b'] });
  });

  it('keeps the digits of decimals and whole numbers, or refuses them where the browser would round', () => {
    const before = draftOf(fields, stored);
    expect(changes(fields, { ...before, price: '0.10000000000000000001' }, before)).toEqual({ price: '0.10000000000000000001' });
    const large = () => JSON.stringify(changes(fields, { ...before, views: '9007199254740993' }, before));
    if (JSON.rawJSON === undefined) {
      expect(large).toThrow('views: integer');
    } else {
      expect(large()).toBe('{"views":9007199254740993}');
    }
  });

  it('tells an empty text from none', () => {
    const before = draftOf(fields, stored);
    expect(changes(fields, { ...before, title: '' }, before)).toEqual({ title: '' });
    expect(changes(fields, { ...before, title: null }, before)).toEqual({ title: null });
    expect(emptied(title!, false)).toBeNull();
    expect(emptied(slug!, false)).toBe('');
    expect(emptied(views!, false)).toBeNull();
  });

  it('leaves to the server what a new record was not given', () => {
    const empty = draftOf(fields, {});
    expect(changes(fields, { ...empty, title: 'New', views: emptied(views!, true) }, empty)).toEqual({ title: 'New' });
    expect(changes(fields, { ...empty, rating: null }, empty)).toEqual({ rating: null });
  });

  it('names the field whose text is no value', () => {
    const before = draftOf(fields, stored);
    expect(() => changes(fields, { ...before, rating: 'much' }, before)).toThrow(InvalidValue);
    expect(() => changes(fields, { ...before, tags: '[' }, before)).toThrow('tags: json');
  });
});

describe('a field', () => {
  it('is shown by what it holds', () => {
    expect([title, views, tags, state].map((field) => kindOf(field!))).toEqual(['text', 'number', 'list', 'choice']);
    expect(kindOf({ name: 'a', type: 'LIST', items: { type: 'integer' } })).toBe('list');
    expect(kindOf({ name: 'a', type: 'list' })).toBe('json');
    expect(kindOf({ name: 'a' })).toBe('text');
  });

  it('may be null unless a default, its type or its being required speak against it', () => {
    expect([title, slug, views, tags].map((field) => mayBeNull(field!))).toEqual([true, false, false, false]);
    expect(mayBeNull({ ...slug!, nullable: true })).toBe(true);
  });
});
