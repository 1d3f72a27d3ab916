import { describe, expect, it } from 'vitest';
import type { Field } from './fields';
import { changes, draftOf, InvalidValue } from './records';

const fields = [
  { name: 'title', type: 'string' },
  { name: 'rating', type: 'number' },
  { name: 'price', type: 'decimal' },
  { name: 'published', type: 'boolean' },
  { name: 'tags', type: 'list[string]' },
] as Field[];

const stored = { title: 'Hello', rating: 4.5, price: '12.50', published: true, tags: ['a'] };

describe('a form of a record', () => {
  it('sends what was changed and nothing else', () => {
    const before = draftOf(fields, stored);
    const draft = { ...before, rating: '5', tags: '["a", "b"]' };
    expect(changes(fields, draft, before, false)).toEqual({ rating: 5, tags: ['a', 'b'] });
  });

  it('keeps the digits of decimals', () => {
    const before = draftOf(fields, stored);
    const draft = { ...before, price: '0.10000000000000000001' };
    expect(changes(fields, draft, before, false)).toEqual({ price: '0.10000000000000000001' });
  });

  it('clears what was emptied, and leaves defaults of a new record to the server', () => {
    const before = draftOf(fields, stored);
    expect(changes(fields, { ...before, title: '' }, before, false)).toEqual({ title: null });
    const empty = draftOf(fields, {});
    expect(changes(fields, { ...empty, title: 'New' }, empty, true)).toEqual({ title: 'New' });
  });

  it('names the field whose text is no value', () => {
    const before = draftOf(fields, stored);
    expect(() => changes(fields, { ...before, rating: 'much' }, before, false)).toThrow(InvalidValue);
    expect(() => changes(fields, { ...before, tags: '[' }, before, false)).toThrow('tags: json');
  });
});
