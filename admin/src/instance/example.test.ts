import { expect, test } from 'vitest';
import { exampleOf } from './example';

test('each type has a value that fits, and what is required comes first', () => {
  const schema = {
    type: 'object',
    required: ['count', 'state'],
    properties: {
      title: { type: 'string' },
      mail: { type: 'string', format: 'email' },
      count: { type: 'integer', minimum: 5 },
      state: { enum: ['open', 'closed'] },
      on: { type: 'boolean' },
      tags: { type: 'array', items: { type: 'string' } },
      place: { type: 'object', required: ['lat'], properties: { lat: { type: 'number' }, note: { type: 'string' } } },
    },
  };
  expect(exampleOf(schema)).toEqual({
    count: 5,
    state: 'open',
    title: 'text',
    mail: 'ada@example.com',
    on: true,
    tags: ['text'],
    place: { lat: 1 },
  });
  expect(Object.keys(exampleOf(schema) as object).slice(0, 2)).toEqual(['count', 'state']);
});

test('defaults and examples go first, and a schema that holds itself ends', () => {
  expect(exampleOf({ type: 'string', default: 'x' })).toBe('x');
  expect(exampleOf({ type: 'integer', examples: [42] })).toBe(42);
  const tree = { $ref: '#/$defs/node', $defs: { node: { type: 'object', properties: { children: { type: 'array', items: { $ref: '#/$defs/node' } } } } } };
  expect(JSON.stringify(exampleOf(tree)).length).toBeLessThan(200);
});
