import { expect, test } from 'vitest';
import { type Command, matching } from './commands';

const commands: Command[] = ['New collection', 'Collections', 'orders', 'old orders'].map((title) => ({
  key: title,
  title,
  hint: '',
  run: () => undefined,
}));

function titles(text: string): string[] {
  return matching(commands, text).map((it) => it.title);
}

test('all words must be in the title, in any case', () => {
  expect(titles('COLL new')).toEqual(['New collection']);
  expect(titles('nothing')).toEqual([]);
});

test('what begins like the text comes first', () => {
  expect(titles('coll')).toEqual(['Collections', 'New collection']);
  expect(titles('or')).toEqual(['orders', 'old orders']);
});

test('without words everything is there in its order', () => {
  expect(titles(' ')).toEqual(commands.map((it) => it.title));
});
