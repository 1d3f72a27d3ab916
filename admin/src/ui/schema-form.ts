import type { ComputedRef, InjectionKey } from 'vue';

/**
 * Reads JSON Schema (2020-12) as a form: what kind of input each value needs, and what it begins
 * with. A schema is read level by level, since schemas may hold themselves.
 */

/** What all fields of a form know. */
export interface FormContext {
  /** The whole schema, in which references are looked up. */
  root: unknown;
  errors: Record<string, string>;
}

export const FORM: InjectionKey<ComputedRef<FormContext>> = Symbol('form');

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
  limits: Limits;
}

/** What bounds a value, to be told under its input. */
export interface Limits {
  min: number | null;
  max: number | null;
  pattern: string;
}

/** A text that is to be JSON and is not yet: kept in the value, so that nothing typed is lost. */
export class InvalidJson {
  constructor(readonly text: string) {}

  toJSON(): string {
    return this.text;
  }
}

type Words = Record<string, unknown>;

/** Texts of more characters than this may have lines. */
const LONG = 200;

/** Schemas that refer to each other in a circle without ever saying anything. */
const MOST_REFERENCES = 32;

export function levelOf(schema: unknown, root: unknown): Level {
  const said = resolved(schema, root);
  const { words, nullable } = withoutNull(said, root);
  return {
    shape: shapeOf(words, root),
    title: text(said['title']) || text(words['title']),
    description: text(said['description']) || text(words['description']),
    nullable,
    limits: limitsOf(words),
  };
}

/** The schema with what it refers to and all of its parts in one. */
function resolved(schema: unknown, root: unknown): Words {
  let words = wordsOf(schema);
  for (let count = 0; typeof words['$ref'] === 'string' && count < MOST_REFERENCES; count++) {
    const { $ref: reference, ...rest } = words;
    words = joined(wordsOf(at(root, String(reference))), rest);
  }
  const { allOf: parts, ...rest } = words;
  return Array.isArray(parts) ? parts.reduce<Words>((all, part) => joined(all, resolved(part, root)), rest) : words;
}

/** Both, where the second may say more about the properties of the first. */
function joined(first: Words, second: Words): Words {
  const both: Words = { ...first, ...second };
  if (first['properties'] !== undefined && second['properties'] !== undefined) {
    both['properties'] = { ...wordsOf(first['properties']), ...wordsOf(second['properties']) };
  }
  if (Array.isArray(first['required']) && Array.isArray(second['required'])) {
    both['required'] = [...new Set([...first['required'], ...second['required']])];
  }
  return both;
}

/** What a pointer of the same document points to. */
function at(root: unknown, reference: string): unknown {
  const steps = reference.replace(/^#\/?/, '').split('/').filter((step) => step !== '');
  return steps.reduce<unknown>((here, step) => {
    const name = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
    return wordsOf(here)[name];
  }, root);
}

/** Takes null out of what is allowed, in all the ways in which it can be said. */
function withoutNull(words: Words, root: unknown): { words: Words; nullable: boolean } {
  const types = words['type'];
  if (Array.isArray(types) && types.includes('null')) {
    const rest = types.filter((type) => type !== 'null');
    return { words: { ...words, type: rest.length === 1 ? rest[0] : rest }, nullable: true };
  }
  const cases = casesOf(words);
  const others = cases.filter((one) => wordsOf(one)['type'] !== 'null');
  if (others.length === cases.length) {
    return { words, nullable: words['nullable'] === true };
  }
  const { anyOf: _anyOf, oneOf: _oneOf, ...rest } = words;
  return {
    words: others.length === 1 ? joined(resolved(others[0], root), rest) : { ...rest, oneOf: others },
    nullable: true,
  };
}

function casesOf(words: Words): unknown[] {
  const cases = words['oneOf'] ?? words['anyOf'];
  return Array.isArray(cases) ? cases : [];
}

function shapeOf(words: Words, root: unknown): Shape {
  if ('const' in words) {
    return { kind: 'constant', value: words['const'] };
  }
  if (Array.isArray(words['enum'])) {
    return { kind: 'choice', values: words['enum'].filter((value) => value !== null) };
  }
  const cases = casesOf(words);
  if (cases.length > 0) {
    return unionOf(cases, root);
  }
  switch (typeOf(words)) {
    case 'string':
      return textOf(words);
    case 'integer':
    case 'number':
      return { kind: 'number' };
    case 'boolean':
      return { kind: 'boolean' };
    case 'array':
      return listOf(words, root);
    case 'object':
      return groupOf(words);
    default:
      return { kind: 'json' };
  }
}

/** The type; of numbers that may be sent as texts the first one; none where any is allowed. */
function typeOf(words: Words): string {
  const type = words['type'];
  if (Array.isArray(type)) {
    const isNumber = type.every((one) => ['integer', 'number', 'string'].includes(one)) && type.length > 1;
    return isNumber || type.length === 1 ? String(type[0]) : '';
  }
  return text(type) || (words['properties'] === undefined ? '' : 'object');
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
  const words = resolved(schema, root);
  const tag = Object.values(wordsOf(words['properties'])).find((it) => typeof wordsOf(it)['const'] === 'string');
  return (
    text(words['title']) ||
    text(wordsOf(tag)['const']) ||
    text(wordsOf(schema)['$ref']).split('/').at(-1) ||
    typeOf(words) ||
    String(index + 1)
  );
}

function textOf(words: Words): Shape {
  const format = text(words['format']);
  const most = words['maxLength'];
  return {
    kind: 'text',
    format,
    long: format === '' && typeof most === 'number' && most > LONG,
    secret: words['writeOnly'] === true || format === 'password',
  };
}

function listOf(words: Words, root: unknown): Shape {
  const item = words['items'];
  if (item === undefined || typeof item === 'boolean' || words['prefixItems'] !== undefined) {
    return { kind: 'json' };
  }
  const { shape, nullable } = levelOf(item, root);
  if (!nullable && ((shape.kind === 'text' && !shape.long && !shape.secret) || shape.kind === 'number')) {
    return { kind: 'chips', numbers: shape.kind === 'number' };
  }
  return { kind: 'list', item };
}

function groupOf(words: Words): Shape {
  const properties = Object.entries(wordsOf(words['properties']));
  const required = Array.isArray(words['required']) ? words['required'] : [];
  return properties.length === 0 && words['additionalProperties'] !== false
    ? { kind: 'json' }
    : { kind: 'group', members: properties.map(([name, schema]) => ({ name, schema, required: required.includes(name) })) };
}

function limitsOf(words: Words): Limits {
  return {
    min: number(words['minimum'] ?? words['minLength'] ?? words['minItems']),
    max: number(words['maximum'] ?? words['maxLength'] ?? words['maxItems']),
    pattern: text(words['pattern']),
  };
}

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
    return JSON.parse(JSON.stringify(given));
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

function initialGroup(members: Member[], root: unknown): Words {
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
      return typeof value === 'number' || typeof value === 'string';
    case 'boolean':
      return typeof value === 'boolean';
    case 'choice':
      return shape.values.some((one) => same(one, value));
    case 'constant':
      return same(shape.value, value);
    case 'group':
      return isObject(value);
    case 'chips':
      return Array.isArray(value) && value.every((it) => typeof it === 'string' || typeof it === 'number');
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

/** The number that a text is; the text itself where it is none, or where digits would be lost. */
export function numberOf(typed: string): number | string | undefined {
  const trimmed = typed.trim();
  if (trimmed === '') {
    return undefined;
  }
  const value = Number(trimmed);
  const isExact = /^-?\d+$/.test(trimmed) ? Number.isSafeInteger(value) : Number.isFinite(value);
  return isExact ? value : typed;
}

/** The value of a text; the text itself, kept as {@link InvalidJson}, where it is not JSON. */
export function parsed(typed: string): unknown {
  if (typed.trim() === '') {
    return undefined;
  }
  try {
    return JSON.parse(typed);
  } catch {
    return new InvalidJson(typed);
  }
}

/** The text of a value, as it is typed. */
export function written(value: unknown): string {
  if (value instanceof InvalidJson) {
    return value.text;
  }
  return value === undefined ? '' : JSON.stringify(value, null, 2);
}

/** Whether somewhere in a value there is a text that is not JSON: it must not be sent yet. */
export function isComplete(value: unknown): boolean {
  if (value instanceof InvalidJson) {
    return false;
  }
  return typeof value !== 'object' || value === null || Object.values(value).every(isComplete);
}

/** The errors of what is inside of a path, with their paths from there. */
export function errorsBelow(errors: Record<string, string>, path: string): Record<string, string> {
  const inner = Object.entries(errors).filter(([name]) => name.startsWith(`${path}.`) || name.startsWith(`${path}[`));
  return Object.fromEntries(inner.map(([name, message]) => [name.slice(path.length).replace(/^\./, ''), message]));
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof InvalidJson);
}

function same(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

function wordsOf(schema: unknown): Words {
  return isObject(schema) ? schema : {};
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function number(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
