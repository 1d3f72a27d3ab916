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

/** Operators whose value is a list. */
const OF_LISTS = new Set<Operator>(['in', 'nin', 'has_any', 'has_all', 'subset']);

export function takesList(operator: Operator): boolean {
  return OF_LISTS.has(operator);
}

export function takesValue(operator: Operator): boolean {
  return operator !== 'is_null' && operator !== 'not_null' && operator !== 'changed';
}

export function isPlainObject(value: unknown): value is FilterJson {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a condition has all that it needs. */
export function isComplete(condition: Condition): boolean {
  return condition.field !== '' && (!takesValue(condition.operator) || condition.value !== undefined);
}
