import { describe, expect, it } from 'vitest';
import { levelOf } from './schemaShape';
import { caseOf, initial, shows } from './schemaValue';
import { InvalidJson, isComplete, numberOf, parsed, written } from './typedJson';

const circle = { title: 'Circle', type: 'object', properties: { type: { const: 'circle' }, r: { type: 'number' } }, required: ['type', 'r'] };
const order = {
  type: 'object',
  properties: {
    item: { type: 'string', minLength: 1, maxLength: 40, description: 'What is wanted' },
    count: { type: ['integer', 'string'], minimum: 1, default: 1 },
    when: { type: ['string', 'null'], format: 'date' },
    size: { anyOf: [{ type: 'string', enum: ['s', 'm'] }, { type: 'null' }] },
    notes: { type: 'array', items: { type: 'string' } },
    address: { $ref: '#/$defs/Address' },
    shape: { oneOf: [circle, { $ref: '#/$defs/Square', properties: { type: { const: 'square' } }, required: ['type'] }] },
    free: {},
    map: { type: 'object', additionalProperties: { type: 'integer' } },
    parts: { type: 'array', items: { $ref: '#' } },
    gift: { type: 'boolean' },
  },
  required: ['item', 'notes', 'address', 'gift'],
  $defs: {
    Address: { type: 'object', properties: { city: { type: 'string' }, country: { type: 'string', examples: ['AT'] } }, required: ['city'] },
    Square: { type: 'object', properties: { side: { type: 'number' } }, required: ['side'] },
  },
};

function shapeAt(name: keyof typeof order.properties) {
  return levelOf(order.properties[name], order).shape;
}

describe('a schema as a form', () => {
  it('finds an input for each kind of value', () => {
    expect(shapeAt('item')).toMatchObject({ kind: 'text', format: '' });
    expect(shapeAt('count')).toEqual({ kind: 'number' });
    expect(shapeAt('when')).toMatchObject({ kind: 'text', format: 'date' });
    expect(shapeAt('size')).toEqual({ kind: 'choice', values: ['s', 'm'] });
    expect(shapeAt('notes')).toEqual({ kind: 'chips', numbers: false });
    expect(shapeAt('address').kind).toBe('group');
    expect(shapeAt('shape')).toMatchObject({ kind: 'union', cases: [{ title: 'Circle' }, { title: 'square' }] });
    expect(shapeAt('free').kind).toBe('json');
    expect(shapeAt('map').kind).toBe('json');
    expect(shapeAt('parts').kind).toBe('list');
    expect(shapeAt('gift').kind).toBe('boolean');
  });

  it('tells what may be null, and what bounds a value', () => {
    expect(levelOf(order.properties.when, order).nullable).toBe(true);
    expect(levelOf(order.properties.size, order).nullable).toBe(true);
    expect(levelOf(order.properties.item, order)).toMatchObject({
      nullable: false,
      description: 'What is wanted',
      limits: { min: 1, max: 40 },
    });
  });

  it('takes the properties of all parts, and what a reference adds', () => {
    const schema = { allOf: [{ $ref: '#/$defs/A' }, { properties: { b: {} }, required: ['b'] }], $defs: { A: { properties: { a: {} }, required: ['a'] } } };
    const shape = levelOf(schema, schema).shape;
    expect(shape.kind === 'group' && shape.members.map((it) => `${it.name} ${it.required}`)).toEqual(['a true', 'b true']);
  });

  it('gives up on references in a circle, and on those that lead nowhere', () => {
    const circular = { $ref: '#/$defs/A', $defs: { A: { $ref: '#/$defs/A' } } };
    expect(levelOf(circular, circular).shape.kind).toBe('json');
    expect(levelOf({ $ref: '#/$defs/None' }, {}).shape.kind).toBe('json');
    expect(levelOf(null, null).shape.kind).toBe('json');
  });
});

describe('what a form begins with', () => {
  it('has defaults, examples, and what must be there', () => {
    expect(initial(order, order, true)).toEqual({ count: 1, notes: [], address: { country: 'AT' }, gift: false });
  });

  it('has the tag of the kind that is chosen', () => {
    expect(initial(circle, circle, true)).toEqual({ type: 'circle' });
  });

  it('does not share what the schema gives', () => {
    const schema = { default: ['a'] };
    expect(initial(schema, schema, true)).not.toBe(schema.default);
  });
});

describe('a value', () => {
  it('belongs to the case of its tag, or to the first one that can show it', () => {
    const shape = shapeAt('shape');
    const cases = shape.kind === 'union' ? shape.cases : [];
    expect(caseOf(cases, { type: 'square', side: 1 }, order)).toBe(1);
    expect(caseOf(cases, { type: 'circle' }, order)).toBe(0);
    expect(caseOf([{ schema: { type: 'string' } }, { schema: { type: 'array', items: {} } }], [1], {})).toBe(1);
  });

  it('that an input cannot show is shown as JSON', () => {
    expect(shows({ kind: 'number' }, {})).toBe(false);
    expect(shows({ kind: 'group', members: [] }, [])).toBe(false);
    expect(shows({ kind: 'chips', numbers: false }, [{}])).toBe(false);
    expect(shows({ kind: 'choice', values: [1, null] }, 2)).toBe(false);
    expect(shows({ kind: 'json' }, new InvalidJson('{'))).toBe(false);
  });

  it('that is no number stays the text that was typed', () => {
    expect(numberOf(' 12.50 ')).toBe(12.5);
    expect(numberOf('1,5')).toBe('1,5');
    expect(numberOf(' ')).toBeUndefined();
  });

  it('keeps text that is not JSON, and is not complete with it', () => {
    const value = { a: [parsed('{"b":')] };
    expect(isComplete(value)).toBe(false);
    expect(written(value.a[0])).toBe('{"b":');
    expect(JSON.stringify(value)).toBe('{"a":["{\\"b\\":"]}');
    expect(isComplete({ a: [parsed('{"b":1}'), null, undefined] })).toBe(true);
    expect(parsed(' ')).toBeUndefined();
  });
});
