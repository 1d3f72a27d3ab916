/** A filter as the API takes it: conditions by field, joined by and, with `and`, `or`, `not`. */
export type FilterJson = { [key: string]: unknown };

/**
 * Operators of the API. Those of a list's length and the two of `null` are operators of their own
 * here, and `changed` is what rules of changes ask of a field.
 */
export type Operator =
  | 'eq' | 'ne' | 'gt' | 'gte' | 'lt' | 'lte' | 'in' | 'nin' | 'is_null' | 'not_null'
  | 'contains' | 'icontains' | 'starts_with' | 'ends_with' | 'like'
  | 'has' | 'has_any' | 'has_all' | 'subset'
  | 'length' | 'length_ne' | 'length_gt' | 'length_gte' | 'length_lt' | 'length_lte'
  | 'changed'; // prettier-ignore

/** One condition. Its value is as it stands in JSON; undefined as long as nobody has given one. */
export interface Condition {
  kind: 'condition';
  /** A field, a path into JSON, or in rules a variable such as `$user.is_admin`. */
  field: string;
  operator: Operator;
  value: unknown;
}

/** How the parts of a group are joined: and, or, and the opposites of both. */
export type Join = 'all' | 'any' | 'none' | 'notAll';

export interface Group {
  kind: 'group';
  join: Join;
  parts: FilterNode[];
}

/** What the builder has no words for; it is kept as it is. */
export interface RawFilter {
  kind: 'raw';
  json: FilterJson;
}

export type FilterNode = Condition | Group | RawFilter;

const PLAIN = new Set<string>(
  'eq ne gt gte lt lte in nin contains icontains starts_with ends_with like has has_any has_all subset'.split(' '),
);
const LENGTHS = new Set(['ne', 'gt', 'gte', 'lt', 'lte']);
/** Operators whose value is a list. */
const OF_LISTS = new Set<Operator>(['in', 'nin', 'has_any', 'has_all', 'subset']);

export function takesList(operator: Operator): boolean {
  return OF_LISTS.has(operator);
}

export function takesValue(operator: Operator): boolean {
  return operator !== 'is_null' && operator !== 'not_null' && operator !== 'changed';
}

function isPlainObject(value: unknown): value is FilterJson {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads a filter's JSON. The result is always a group, so that there is a place to add to.
 *
 * @param changes whether it is a rule of create or update, where `changed` is a word
 */
export function parseFilter(json: FilterJson | null | undefined, changes = false): Group {
  const node = parseObject(json ?? {}, changes);
  if (node.kind === 'raw' && Object.keys(node.json).length === 0) {
    return { kind: 'group', join: 'all', parts: [] };
  }
  return node.kind === 'group' ? node : { kind: 'group', join: 'all', parts: [node] };
}

function parseObject(json: FilterJson, changes: boolean): FilterNode {
  const parts = Object.entries(json).flatMap(([key, value]) => parseEntry(key, value, changes));
  if (parts.length === 0) {
    return { kind: 'raw', json };
  }
  return parts.length === 1 ? parts[0]! : { kind: 'group', join: 'all', parts };
}

function parseEntry(key: string, value: unknown, changes: boolean): FilterNode[] {
  const raw: FilterNode = { kind: 'raw', json: { [key]: value } };
  switch (key) {
    case 'and':
    case 'or':
      return [Array.isArray(value) && value.length > 0 && value.every(isPlainObject) ? parseList(key, value, changes) : raw];
    case 'not':
      return [isPlainObject(value) ? negated(parseObject(value, changes)) : raw];
    case 'exists':
      return [raw];
    default:
      return changes && key === 'changed' && !isPlainObject(value)
        ? [parseChanged(value) ?? raw]
        : parseConditions(key, value);
  }
}

function parseList(key: 'and' | 'or', values: FilterJson[], changes: boolean): Group {
  const parts = values.map((it) => parseObject(it, changes));
  return { kind: 'group', join: key === 'and' ? 'all' : 'any', parts };
}

const OPPOSITE: Record<Join, Join> = { all: 'notAll', any: 'none', none: 'any', notAll: 'all' };

function negated(node: FilterNode): Group {
  return node.kind === 'group'
    ? { ...node, join: OPPOSITE[node.join] }
    : { kind: 'group', join: 'none', parts: [node] };
}

function parseChanged(value: unknown): FilterNode | null {
  const names = Array.isArray(value) ? value : [value];
  if (names.length === 0 || !names.every((it) => typeof it === 'string')) {
    return null;
  }
  const parts = names.map((field): Condition => ({ kind: 'condition', field, operator: 'changed', value: null }));
  return parts.length === 1 ? parts[0]! : { kind: 'group', join: 'any', parts };
}

function parseConditions(field: string, value: unknown): FilterNode[] {
  if (!isPlainObject(value)) {
    return [{ kind: 'condition', field, operator: 'eq', value }];
  }
  const operators = Object.entries(value);
  return operators.length === 0
    ? [{ kind: 'raw', json: { [field]: value } }]
    : operators.flatMap(([operator, operand]) => parseCondition(field, operator, operand));
}

function parseCondition(field: string, operator: string, value: unknown): FilterNode[] {
  const raw: FilterNode[] = [{ kind: 'raw', json: { [field]: { [operator]: value } } }];
  if (operator === 'null') {
    return typeof value === 'boolean' ? [{ kind: 'condition', field, operator: value ? 'is_null' : 'not_null', value: null }] : raw;
  }
  if (operator === 'length') {
    return parseLength(field, value) ?? raw;
  }
  return PLAIN.has(operator) && !isPlainObject(value)
    ? [{ kind: 'condition', field, operator: operator as Operator, value }]
    : raw;
}

function parseLength(field: string, value: unknown): Condition[] | null {
  if (!isPlainObject(value)) {
    return [{ kind: 'condition', field, operator: 'length', value }];
  }
  const parts = Object.entries(value);
  if (parts.length === 0 || !parts.every(([word]) => word === 'eq' || LENGTHS.has(word))) {
    return null;
  }
  return parts.map(([word, length]) => ({
    kind: 'condition',
    field,
    operator: word === 'eq' ? 'length' : (`length_${word}` as Operator),
    value: length,
  }));
}

/** Whether a condition has all that it needs. */
export function isComplete(condition: Condition): boolean {
  return condition.field !== '' && (!takesValue(condition.operator) || condition.value !== undefined);
}

/** The JSON of a filter; conditions that nobody has finished are left out. Null without any. */
export function filterJson(node: FilterNode): FilterJson | null {
  switch (node.kind) {
    case 'raw':
      return node.json;
    case 'condition':
      return isComplete(node) ? conditionJson(node) : null;
    case 'group':
      return groupJson(node);
  }
}

function groupJson(group: Group): FilterJson | null {
  const parts = group.parts.map(filterJson).filter((it) => it !== null);
  if (parts.length === 0) {
    return null;
  }
  switch (group.join) {
    case 'all':
      return joined(parts);
    case 'any':
      return parts.length === 1 ? parts[0]! : { or: parts };
    case 'none':
      return { not: parts.length === 1 ? parts[0]! : { or: parts } };
    case 'notAll':
      return { not: joined(parts) };
  }
}

/** All parts in one object as far as their keys allow it, the others under `and`. */
function joined(parts: FilterJson[]): FilterJson {
  if (parts.length === 1) {
    return parts[0]!;
  }
  const whole: FilterJson = {};
  const others: FilterJson[] = [];
  for (const part of parts) {
    if (!Object.entries(part).every(([key, value]) => fits(whole, key, value))) {
      others.push(part);
      continue;
    }
    for (const [key, value] of Object.entries(part)) {
      const there = whole[key];
      whole[key] = isPlainObject(there) && isPlainObject(value) ? merged(there, value) : value;
    }
  }
  return others.length === 0 ? whole : { ...whole, and: others };
}

function fits(whole: FilterJson, key: string, value: unknown): boolean {
  if (key === 'and' || key === 'or' || key === 'not' || key === 'exists') {
    return key !== 'and' && !(key in whole);
  }
  return !(key in whole) || mergeable(whole[key], value);
}

/** Whether operators on one field, or comparisons of one length, are different ones. */
function mergeable(one: unknown, other: unknown): boolean {
  return (
    isPlainObject(one) &&
    isPlainObject(other) &&
    Object.entries(other).every(([key, value]) => !(key in one) || (key === 'length' && mergeable(one[key], value)))
  );
}

function merged(one: FilterJson, other: FilterJson): FilterJson {
  const result: FilterJson = { ...one };
  for (const [key, value] of Object.entries(other)) {
    const there = result[key];
    result[key] = isPlainObject(there) && isPlainObject(value) ? { ...there, ...value } : value;
  }
  return result;
}

function conditionJson({ field, operator, value }: Condition): FilterJson {
  switch (operator) {
    case 'eq':
      // Beside "changed", a text would be taken for the name of a field that has changed.
      return { [field]: field === 'changed' || isPlainObject(value) ? { eq: value } : value };
    case 'changed':
      return { changed: field };
    case 'is_null':
    case 'not_null':
      return { [field]: { null: operator === 'is_null' } };
    case 'length':
      return { [field]: { length: value } };
    case 'length_ne':
    case 'length_gt':
    case 'length_gte':
    case 'length_lt':
    case 'length_lte':
      return { [field]: { length: { [operator.slice('length_'.length)]: value } } };
    default:
      return { [field]: { [operator]: value } };
  }
}
