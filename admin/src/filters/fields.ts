import type { Schemas } from '@/api/client';
import { listItemType, type PlainKind, PLAIN_TYPES } from '@/collections/plainTypes';
import type { Condition, Operator } from './filter';

/** What a filter can ask for: a field's name, and what decides on its operators and values. */
export type FilterField = Pick<Schemas['Field'], 'name' | 'type' | 'label' | 'values'>;

/** How values of a field are compared; of a list the kind of its items counts for values. */
export type ValueKind = PlainKind | 'id' | 'json';

const KINDS: Record<string, ValueKind> = { ...PLAIN_TYPES, uuid: 'id' };

/** The states of a record before and after a change, which rules can compare. */
export type RecordState = 'old' | 'new';

/** What every record has beside its data. */
export const SYSTEM_FIELDS: readonly FilterField[] = [
  { name: 'id', type: 'uuid' },
  { name: 'owner_id', type: 'uuid' },
  { name: 'created_at', type: 'datetime' },
  { name: 'updated_at', type: 'datetime' },
];

/** Variables that can stand where a field stands. */
export const VARIABLE_FIELDS: readonly FilterField[] = [
  { name: '$user.id', type: 'uuid' },
  { name: '$user.email', type: 'string' },
  { name: '$user.is_admin', type: 'boolean' },
];

export function isList(field: FilterField): boolean {
  return (field.type ?? '').toLowerCase().startsWith('list');
}

export function valueKind(field: FilterField): ValueKind {
  const type = (field.type ?? 'string').toLowerCase().replaceAll(' ', '');
  return KINDS[listItemType(type) ?? type] ?? 'json';
}

/**
 * The field that a condition names: one of the fields, a system's, a variable, a state of a change
 * (`$new.title`), or a value inside JSON. What nobody knows is taken for JSON, so that it is shown.
 */
export function fieldOf(name: string, fields: readonly FilterField[]): FilterField {
  const known = [...fields, ...SYSTEM_FIELDS, ...VARIABLE_FIELDS].find((it) => it.name === name);
  if (known !== undefined) {
    return known;
  }
  const state = /^\$(new|old)\.(.+)$/.exec(name);
  return state === null ? { name, type: 'json' } : { ...fieldOf(state[2]!, fields), name };
}

const ORDER: Operator[] = ['gt', 'gte', 'lt', 'lte'];
const EMPTY: Operator[] = ['is_null', 'not_null'];
const TEXT: Operator[] = ['contains', 'icontains', 'starts_with', 'ends_with', 'like'];
const LIST: Operator[] = ['has', 'has_any', 'has_all', 'subset'];
const LENGTH: Operator[] = ['length', 'length_gte', 'length_lte', 'length_gt', 'length_lt', 'length_ne'];

/** The operators that fit a field, the likeliest first. */
export function operatorsOf(field: FilterField): Operator[] {
  if (isList(field)) {
    return [...LIST, ...LENGTH, ...EMPTY];
  }
  switch (valueKind(field)) {
    case 'text':
      return field.values?.length
        ? ['eq', 'ne', 'in', 'nin', ...EMPTY, ...TEXT]
        : ['eq', 'ne', ...TEXT, 'in', 'nin', ...EMPTY, ...ORDER];
    case 'number':
    case 'decimal':
    case 'date':
    case 'datetime':
      return ['eq', 'ne', ...ORDER, 'in', 'nin', ...EMPTY];
    case 'boolean':
      return ['eq', 'ne', ...EMPTY];
    case 'id':
      return ['eq', 'ne', 'in', 'nin', ...EMPTY];
    case 'json':
      return ['eq', 'ne', ...TEXT, ...ORDER, 'in', 'nin', ...EMPTY, ...LIST, ...LENGTH];
  }
}

/** The operator that a new condition on the field begins with. */
export function firstOperator(field: FilterField): Operator {
  return valueKind(field) === 'text' && !isList(field) && !field.values?.length ? 'contains' : operatorsOf(field)[0]!;
}

/** A condition on a field that somebody is about to write. */
export function newCondition(field: FilterField): Condition {
  return { kind: 'condition', field: field.name, operator: firstOperator(field), value: undefined };
}

const LENGTHS = new Set<Operator>(LENGTH);
const TEXTS = new Set<Operator>(TEXT);

/** What the value beside an operator is: the length of a list is a number, a part of JSON a text. */
export function operandKind(field: FilterField, operator: Operator): ValueKind {
  if (LENGTHS.has(operator)) {
    return 'number';
  }
  return TEXTS.has(operator) ? 'text' : valueKind(field);
}

/** The variables that can stand as a value beside a field. */
export function variablesOf(field: FilterField, operator: Operator): string[] {
  if (LENGTHS.has(operator) || operator === 'like') {
    return [];
  }
  switch (operandKind(field, operator)) {
    case 'id':
      return ['$user.id'];
    case 'text':
      return ['$user.id', '$user.email', '$now', '$today'];
    case 'boolean':
      return ['$user.is_admin'];
    case 'date':
    case 'datetime':
      return ['$now', '$today'];
    case 'json':
      return ['$user.id', '$user.email', '$user.is_admin', '$now', '$today'];
    case 'number':
    case 'decimal':
      return [];
  }
}

/** Whether a value of a filter is a variable: a text that begins with one dollar sign and a letter. */
export function isVariable(value: unknown): value is string {
  return typeof value === 'string' && /^\$[A-Za-z]/.test(value);
}

/** A text as it stands in a filter, where a dollar sign at the beginning is written twice. */
export function escapeText(text: string): string {
  return /^\$[A-Za-z$]/.test(text) ? `$${text}` : text;
}

/** The text that is meant. */
export function plainText(value: string): string {
  return value.startsWith('$$') ? value.slice(1) : value;
}
