import { type Condition, type FilterJson, type FilterNode, type Group, isPlainObject, type Join, type Operator } from './filter';

const PLAIN = new Set<string>(
  'eq ne gt gte lt lte in nin contains icontains starts_with ends_with like has has_any has_all subset'.split(' '),
);
const LENGTHS = new Set(['ne', 'gt', 'gte', 'lt', 'lte']);

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
