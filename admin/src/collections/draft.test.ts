import { describe, expect, it } from 'vitest';
import { type Definition, definitionOf, draftOf, droppedFields, isChanged, keptFields, moved, newField, rebased, redefined } from './draft';
import { exampleRecord } from './exampleRecord';
import { retyped } from './fieldTypes';

const posts: Definition = {
  name: 'posts',
  label: 'Posts',
  schema: { fields: [{ name: 'title', type: 'string', required: true }, { name: 'price', type: 'decimal' }, { name: 'tags', type: 'list[string]' }] },
  options: {},
};

describe('a draft of a schema', () => {
  it('is no change before something changes', () => {
    const draft = draftOf(posts);
    expect(isChanged(draft, posts)).toBe(false);
    draft.fields = moved(draft.fields, 0, 1);
    expect(isChanged(draft, posts)).toBe(true);
    expect(isChanged({ ...draft, fields: moved(draft.fields, 1, 0) }, posts)).toBe(false);
  });

  it('keeps the data of what is renamed, and names what is dropped', () => {
    const draft = draftOf(posts);
    draft.fields[0]!.spec = { ...draft.fields[0]!.spec, name: 'headline' };
    draft.fields[1]!.removed = true;
    draft.fields.push(newField(draft.fields, 'stars'));
    expect(keptFields(draft).map((it) => [it.name, it.renamed_from])).toEqual([['headline', 'title'], ['tags', undefined], ['stars', undefined]]);
    expect(droppedFields(draft)).toEqual(['price']);
  });

  it('loses the constraints that do not fit another type', () => {
    const spec = { name: 'a', type: 'string', min_length: 1, values: ['x'], default: 'x', label: 'A', index: true };
    expect(retyped(spec, 'integer')).toEqual({ name: 'a', type: 'integer', label: 'A', index: true });
    expect(retyped(spec, 'list')).toEqual({ name: 'a', type: 'list', label: 'A', min_length: 1 });
    expect(retyped(spec, 'text')).toEqual({ ...spec, type: 'text' });
  });

  it('is the same by its JSON, both ways', () => {
    const draft = draftOf(posts);
    draft.fields[0]!.spec = { ...draft.fields[0]!.spec, name: 'headline' };
    draft.fields[1]!.removed = true;
    const again = redefined(draft, definitionOf(draft));
    expect(definitionOf(again)).toEqual(definitionOf(draft));
    expect(droppedFields(again)).toEqual(['price']);
    const text = redefined(draftOf(posts), { ...posts, schema: { fields: [{ name: 'tags', type: 'list[string]' }, { name: 'new', type: 'date' }] } });
    expect(droppedFields(text)).toEqual(['title', 'price']);
    expect(text.fields.filter((it) => !it.removed).map((it) => it.origin)).toEqual(['tags', null]);
  });

  it('goes on over what somebody else has saved', () => {
    const draft = draftOf(posts);
    draft.fields[0]!.spec = { ...draft.fields[0]!.spec, label: 'Mine' };
    const theirs: Definition = {
      ...posts,
      label: 'Articles',
      schema: { fields: [posts.schema.fields[0]!, { name: 'tags', type: 'list[string]', max_length: 3 }, { name: 'added', type: 'date' }] },
    };
    const now = rebased(draft, posts, theirs);
    expect(now.label).toBe('Articles');
    expect(now.fields.map((it) => [it.spec.name, it.origin])).toEqual([['title', 'title'], ['price', null], ['tags', 'tags'], ['added', 'added']]);
    expect(now.fields[0]!.spec.label).toBe('Mine');
    expect(now.fields[2]!.spec.max_length).toBe(3);
  });

  it('has an example of a record', () => {
    expect(exampleRecord([...posts.schema.fields, { name: 'n', type: 'integer', default: 7 }, { name: 'mail', format: 'email' }])).toEqual({
      title: 'text', price: '12.50', tags: ['text'], n: 7, mail: 'ann@example.org',
    }); // prettier-ignore
  });
});
