import { describe, expect, it } from 'vitest';
import { isVariable, type ValueKind } from './fields';
import { isAbout, placeOf, syntaxProblem } from './text';
import { textOf, valueOf } from './values';

describe('what people write as a value', () => {
  it.each<[ValueKind, string, unknown]>([
    ['text', 'a', 'a'],
    ['text', '$user.id', '$$user.id'],
    ['text', '$5', '$5'],
    ['text', '', undefined],
    ['number', '1.5', 1.5],
    ['number', 'much', null],
    ['number', '9007199254740993', null],
    ['decimal', '0.10000000000000000001', '0.10000000000000000001'],
    ['boolean', 'false', false],
    ['date', '2026-11-27', '2026-11-27'],
    ['datetime', '2026-11-27T12:00:00Z', '2026-11-27T12:00:00Z'],
    ['json', '12', 12],
    ['json', '"12"', '12'],
    ['json', 'red', 'red'],
    ['json', 'true', true],
  ])('%s: %s', (kind, text, value) => {
    expect(valueOf(kind, text)).toEqual(value);
  });

  it('is written again as it was', () => {
    for (const [kind, text] of [['text', '$user.id'], ['json', '"12"'], ['json', '12'], ['json', 'red'], ['decimal', '1.0']] as const) {
      expect(textOf(kind, valueOf(kind, text))).toBe(text);
    }
    const moment = textOf('datetime', '2026-11-27T12:00:00Z');
    expect(valueOf('datetime', moment)).toBe('2026-11-27T12:00:00Z');
  });

  it('is a variable only with one dollar sign before a letter', () => {
    expect(['$user.id', '$$user.id', '$5', 5].map(isVariable)).toEqual([true, false, false, false]);
  });
});

describe('the place of an error', () => {
  const text = JSON.stringify({ or: [{ price: { gt: 1 } }, { price: { gt: 'x' }, title: 1 }] }, null, 2);

  it('is the last key of the path that the server names', () => {
    expect(placeOf(text, 'filter.or[1].title: must be a text').line).toBe(12);
    expect(placeOf('', 'nothing').line).toBe(1);
  });

  it('is told at the condition', () => {
    expect(isAbout('filter.or[1].price.gt: must be a number', 'price', 'gt')).toBe(true);
    expect(isAbout('filter.or[1].price.gt: must be a number', 'price', 'lt')).toBe(false);
    expect(isAbout('options.access.list.tags.length.gt: must be a whole number', 'tags', 'length_gt')).toBe(true);
    expect(isAbout('filter.titel: unknown field', 'titel', 'contains')).toBe(true);
  });

  it('of a syntax is where the browser says', () => {
    expect(syntaxProblem('{\n x', 'Expected property name at position 3')).toMatchObject({ line: 2, column: 2 });
    expect(syntaxProblem('{}', '')).toBeNull();
  });
});
