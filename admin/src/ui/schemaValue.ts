import { parseJson } from '@/api/exactJson';
import { resolved, type Keywords } from './jsonSchema';
import { levelOf, type Member, type Shape } from './schemaShape';
import { InvalidJson, isObject } from './typedJson';

/**
 * What a form begins with: defaults and examples, and of what must be there what can be told
 * without asking. Undefined is left out.
 */
export function initial(schema: unknown, root: unknown, required: boolean): unknown {
  const said = resolved(schema, root);
  const { shape, nullable } = levelOf(schema, root);
  const examples = said['examples'];
  const given = said['default'] ?? (Array.isArray(examples) ? examples[0] : undefined) ?? said['example'];
  if (given !== undefined) {
    return parseJson(JSON.stringify(given));
  }
  if (!required) {
    return undefined;
  }
  if (nullable) {
    return null;
  }
  switch (shape.kind) {
    case 'constant':
      return shape.value;
    case 'boolean':
      return false;
    case 'chips':
    case 'list':
      return [];
    case 'group':
      return initialGroup(shape.members, root);
    case 'union':
      return initial(shape.cases[0]?.schema, root, true);
    case 'text':
    case 'number':
    case 'choice':
    case 'json':
      return undefined;
  }
}

function initialGroup(members: Member[], root: unknown): Keywords {
  const values = members.map((it): [string, unknown] => [it.name, initial(it.schema, root, it.required)]);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

/** Whether the input of a shape can show a value; JSON can show all others. */
export function shows(shape: Shape, value: unknown): boolean {
  if (value === undefined || value === null) {
    return true;
  }
  switch (shape.kind) {
    case 'text':
      return typeof value === 'string';
    case 'number':
      return ['number', 'bigint', 'string'].includes(typeof value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'choice':
      return shape.values.some((one) => same(one, value));
    case 'constant':
      return same(shape.value, value);
    case 'group':
      return isObject(value);
    case 'chips':
      return Array.isArray(value) && value.every((it) => ['number', 'bigint', 'string'].includes(typeof it));
    case 'list':
      return Array.isArray(value);
    case 'union':
    case 'json':
      return !(value instanceof InvalidJson);
  }
}

/** Which case of a union a value is; the first one that could show it, where no tag tells. */
export function caseOf(cases: { schema: unknown }[], value: unknown, root: unknown): number {
  const shapes = cases.map(({ schema }) => levelOf(schema, root).shape);
  const fitting = shapes.findIndex((shape) => value !== undefined && shows(shape, value) && tagsFit(shape, value, root));
  return Math.max(fitting, 0);
}

function tagsFit(shape: Shape, value: unknown, root: unknown): boolean {
  if (shape.kind !== 'group' || !isObject(value)) {
    return true;
  }
  const known = shape.members.map(({ name }) => name);
  return (
    Object.keys(value).every((name) => known.includes(name)) &&
    shape.members.every(({ name, schema, required }) => {
      const { shape: inner } = levelOf(schema, root);
      return inner.kind !== 'constant' || (value[name] === undefined && !required) || same(inner.value, value[name]);
    })
  );
}

function same(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
