import { casesOf, keywordsOf, number, resolved, text, withoutNull, type Keywords } from './jsonSchema';

/** What a value is entered with. */
export type Shape =
  | { kind: 'text'; format: string; long: boolean; secret: boolean }
  | { kind: 'number' }
  | { kind: 'boolean' }
  | { kind: 'choice'; values: unknown[] }
  | { kind: 'constant'; value: unknown }
  | { kind: 'group'; members: Member[] }
  | { kind: 'chips'; numbers: boolean }
  | { kind: 'list'; item: unknown }
  | { kind: 'union'; cases: { title: string; schema: unknown }[] }
  | { kind: 'json' };

/** A property of an object. */
export interface Member {
  name: string;
  schema: unknown;
  required: boolean;
}

/** One level of a schema, as a form needs it. */
export interface Level {
  shape: Shape;
  title: string;
  description: string;
  nullable: boolean;
  /** What bounds the value, to be told under its input. */
  limits: { min: number | null; max: number | null; pattern: string };
}

/** Texts of more characters than this may have lines. */
const LONG = 200;

/** What kind of input a value of the schema needs; references are looked up in the root. */
export function levelOf(schema: unknown, root: unknown): Level {
  const said = resolved(schema, root);
  const { keywords, nullable } = withoutNull(said, root);
  return {
    shape: shapeOf(keywords, root),
    title: text(said['title']) || text(keywords['title']),
    description: text(said['description']) || text(keywords['description']),
    nullable,
    limits: limitsOf(keywords),
  };
}

function shapeOf(keywords: Keywords, root: unknown): Shape {
  if ('const' in keywords) {
    return { kind: 'constant', value: keywords['const'] };
  }
  if (Array.isArray(keywords['enum'])) {
    return { kind: 'choice', values: keywords['enum'].filter((value) => value !== null) };
  }
  const cases = casesOf(keywords);
  if (cases.length > 0) {
    return unionOf(cases, root);
  }
  switch (typeOf(keywords)) {
    case 'string':
      return textOf(keywords);
    case 'integer':
    case 'number':
      return { kind: 'number' };
    case 'boolean':
      return { kind: 'boolean' };
    case 'array':
      return listOf(keywords, root);
    case 'object':
      return groupOf(keywords);
    default:
      return { kind: 'json' };
  }
}

/** The type; of numbers that may be sent as texts the first one; none where any is allowed. */
function typeOf(keywords: Keywords): string {
  const type = keywords['type'];
  if (Array.isArray(type)) {
    const isNumber = type.every((one) => ['integer', 'number', 'string'].includes(one)) && type.length > 1;
    return isNumber || type.length === 1 ? String(type[0]) : '';
  }
  return text(type) || (keywords['properties'] === undefined ? '' : 'object');
}

function unionOf(cases: unknown[], root: unknown): Shape {
  const values = cases.map((one) => resolved(one, root));
  if (values.every((one) => 'const' in one)) {
    return { kind: 'choice', values: values.map((one) => one['const']) };
  }
  return { kind: 'union', cases: cases.map((schema, index) => ({ title: caseTitle(schema, root, index), schema })) };
}

/** A case is called by its title, the tag that its values have, the definition's name, or its type. */
function caseTitle(schema: unknown, root: unknown, index: number): string {
  const keywords = resolved(schema, root);
  const tag = Object.values(keywordsOf(keywords['properties'])).find((it) => typeof keywordsOf(it)['const'] === 'string');
  return (
    text(keywords['title']) ||
    text(keywordsOf(tag)['const']) ||
    text(keywordsOf(schema)['$ref']).split('/').at(-1) ||
    typeOf(keywords) ||
    String(index + 1)
  );
}

function textOf(keywords: Keywords): Shape {
  const format = text(keywords['format']);
  const most = keywords['maxLength'];
  return {
    kind: 'text',
    format,
    long: format === '' && typeof most === 'number' && most > LONG,
    secret: keywords['writeOnly'] === true || format === 'password',
  };
}

function listOf(keywords: Keywords, root: unknown): Shape {
  const item = keywords['items'];
  if (item === undefined || typeof item === 'boolean' || keywords['prefixItems'] !== undefined) {
    return { kind: 'json' };
  }
  const { shape, nullable } = levelOf(item, root);
  if (!nullable && ((shape.kind === 'text' && !shape.long && !shape.secret) || shape.kind === 'number')) {
    return { kind: 'chips', numbers: shape.kind === 'number' };
  }
  return { kind: 'list', item };
}

function groupOf(keywords: Keywords): Shape {
  const properties = Object.entries(keywordsOf(keywords['properties']));
  const required = Array.isArray(keywords['required']) ? keywords['required'] : [];
  return properties.length === 0 && keywords['additionalProperties'] !== false
    ? { kind: 'json' }
    : { kind: 'group', members: properties.map(([name, schema]) => ({ name, schema, required: required.includes(name) })) };
}

function limitsOf(keywords: Keywords): Level['limits'] {
  return {
    min: number(keywords['minimum'] ?? keywords['minLength'] ?? keywords['minItems']),
    max: number(keywords['maximum'] ?? keywords['maxLength'] ?? keywords['maxItems']),
    pattern: text(keywords['pattern']),
  };
}
