import { exact } from '@/ui/format';
import { type FilterField, fieldOf, isVariable, operandKind, plainText, SYSTEM_FIELDS, valueKind } from './fields';
import { type Condition, type FilterJson, type FilterNode, type Group, type Operator, takesValue } from './filter';
import { parseFilter } from './parseFilter';

/** How texts are translated: vue-i18n's `t`, and the language for dates. */
export interface Words {
  t: (key: string, named?: Record<string, unknown>) => string;
  language: string;
}

const MOST_VALUES = 5;
const LONGEST_TEXT = 60;
const ORDERED = new Set<Operator>(['gt', 'gte', 'lt', 'lte']);

/** A filter in plain language: "price is at least 10 and title contains “sea”". */
export function readFilter(json: FilterJson | null, fields: readonly FilterField[], words: Words, changes = false): string {
  return readNode(parseFilter(json, changes), fields, words);
}

/** A part of a filter in plain language. */
export function readNode(node: FilterNode, fields: readonly FilterField[], words: Words): string {
  switch (node.kind) {
    case 'raw':
      return JSON.stringify(node.json);
    case 'condition':
      return readCondition(node, fields, words);
    case 'group':
      return readGroup(node, fields, words);
  }
}

function readGroup(group: Group, fields: readonly FilterField[], words: Words): string {
  const { join, parts } = group;
  if (parts.length === 0) {
    return words.t('filters.everything');
  }
  const opposite = denied(group);
  if (opposite !== null) {
    return words.t(`filters.operator.${opposite.phrase}`, partsOf(opposite.condition, fields, words));
  }
  const read = parts.map((it) => readNode(it, fields, words));
  const nested = parts.map((it, index) => (isApart(it, index === parts.length - 1) && parts.length > 1 ? `(${read[index]})` : read[index]!));
  const listed = read.join('; ');
  switch (join) {
    case 'all':
    case 'any':
      return joinAll(nested, join === 'all' ? 'conjunction' : 'disjunction', words);
    case 'none':
      return read.length === 1 ? words.t('filters.not', { part: listed }) : words.t('filters.noneOf', { parts: listed });
    case 'notAll':
      return words.t('filters.notAllOf', { parts: listed });
  }
}

/** Whether it must not mingle with its neighbours: a sentence of several, or a denial that others follow. */
function isApart(node: FilterNode, isLast: boolean): boolean {
  const isDenial = node.kind === 'group' && (node.join === 'none' || node.join === 'notAll');
  return node.kind === 'group' && (node.parts.length > 1 || (isDenial && !isLast && denied(node) === null));
}

/** The condition that a denial is said as, and its phrase: "is not changed", "has a value". */
function denied({ join, parts: [part, ...others] }: Group): { condition: Condition; phrase: string } | null {
  if (join === 'all' || join === 'any' || part?.kind !== 'condition' || others.length > 0) {
    return null;
  }
  const condition = simplified(part);
  const phrase = OPPOSITE[condition.operator];
  return phrase === undefined ? null : { condition, phrase };
}

const OPPOSITE: Partial<Record<Operator, string>> = { changed: 'unchanged', is_null: 'not_null', not_null: 'is_null' };

/** The same condition as people say it: one of one value is that value, and null is no value. */
function simplified(condition: Condition): Condition {
  const { operator, value } = condition;
  const single = SINGLE[operator];
  if (single !== undefined && Array.isArray(value) && value.length === 1) {
    return simplified({ ...condition, operator: single, value: value[0] });
  }
  return (operator === 'eq' || operator === 'ne') && value === null ? { ...condition, operator: operator === 'eq' ? 'is_null' : 'not_null' } : condition;
}

const SINGLE: Partial<Record<Operator, Operator>> = { in: 'eq', nin: 'ne', has_any: 'has', has_all: 'has' };

function joinAll(parts: string[], type: 'conjunction' | 'disjunction', words: Words): string {
  return new Intl.ListFormat(words.language, { type }).format(parts);
}

function readCondition(given: Condition, fields: readonly FilterField[], words: Words): string {
  const condition = simplified(given);
  return readSpecial(condition, words) ?? words.t(phraseOf(condition, fields), partsOf(condition, fields, words));
}

/** What people say otherwise: whose the record is, and whether the caller is an admin. */
function readSpecial({ field, operator, value }: Condition, { t }: Words): string | null {
  if (operator !== 'eq' && operator !== 'ne') {
    return null;
  }
  if (field === 'owner_id' && value === '$user.id') {
    return t(operator === 'eq' ? 'filters.own' : 'filters.notOwn');
  }
  if (field === '$user.is_admin' && typeof value === 'boolean') {
    return t(value === (operator === 'eq') ? 'filters.callerIsAdmin' : 'filters.callerIsNoAdmin');
  }
  return null;
}

/** The key of the sentence: what has an order in time or the alphabet is before and after. */
export function phraseOf({ field, operator }: Pick<Condition, 'field' | 'operator'>, fields: readonly FilterField[]): string {
  const kind = valueKind(fieldOf(field, fields));
  const isNumber = kind === 'number' || kind === 'decimal' || kind === 'json';
  return `filters.${ORDERED.has(operator) && !isNumber ? 'ordered' : 'operator'}.${operator}`;
}

/** The comparison alone, for a choice of them: "is at least", "is … or later". */
export function operatorTitle(condition: Pick<Condition, 'field' | 'operator'>, fields: readonly FilterField[], { t }: Words): string {
  return t(phraseOf(condition, fields), { field: '', value: '…', n: MANY }).trim().replace(/ …$/, '');
}

/** What phrases are made with; of a length they need the number, too. */
function partsOf(condition: Condition, fields: readonly FilterField[], words: Words): Record<string, string | number> {
  const field = fieldOf(condition.field, fields);
  const value = takesValue(condition.operator) ? readValue(condition.value, field, condition.operator, fields, words) : '';
  return { field: fieldTitle(condition.field, fields, words), value, n: typeof condition.value === 'number' ? condition.value : MANY };
}

/** A number that has the plural in all languages here. */
const MANY = 2;

/** What a field is called. */
export function fieldTitle(name: string, fields: readonly FilterField[], words: Words): string {
  const state = /^\$(new|old)\.(.+)$/.exec(name);
  if (state !== null) {
    const field = fieldTitle(state[2]!, fields, words);
    return words.t(state[1] === 'new' ? 'filters.newState' : 'filters.oldState', { field });
  }
  if (isVariable(name)) {
    return variableTitle(name, fields, words);
  }
  if (SYSTEM_FIELDS.some((it) => it.name === name)) {
    return words.t(`filters.system.${name}`);
  }
  return fields.find((it) => it.name === name)?.label || name;
}

/** What a variable stands for; the names of those that nobody knows. */
export function variableTitle(name: string, fields: readonly FilterField[], words: Words): string {
  if (/^\$(new|old)\./.test(name)) {
    return fieldTitle(name, fields, words);
  }
  return VARIABLES.has(name) ? words.t(`filters.variable.${name.slice(1).replace('.', '_')}`) : name;
}

const VARIABLES = new Set(['$user.id', '$user.email', '$user.is_admin', '$now', '$today']);

function readValue(value: unknown, field: FilterField, operator: Operator, fields: readonly FilterField[], words: Words): string {
  if (Array.isArray(value)) {
    const shown = value.slice(0, MOST_VALUES).map((it) => readValue(it, field, operator, fields, words));
    return value.length === 0 ? words.t('filters.nothingValue') : shown.join(', ') + (value.length > MOST_VALUES ? ', …' : '');
  }
  if (isVariable(value)) {
    return variableTitle(value, fields, words);
  }
  if (value === null || value === undefined) {
    return value === null ? words.t('filters.nothingValue') : '…';
  }
  return readConstant(value, field, operator, words);
}

function readConstant(value: unknown, field: FilterField, operator: Operator, { t, language }: Words): string {
  if (typeof value === 'boolean') {
    return t(value ? 'filters.true' : 'filters.false');
  }
  if (typeof value !== 'string') {
    return JSON.stringify(value);
  }
  const text = plainText(value);
  switch (operandKind(field, operator)) {
    case 'datetime':
      return Number.isNaN(Date.parse(text)) ? text : exact(text, language);
    case 'date':
      return dayOf(text, language);
    case 'number':
    case 'decimal':
    case 'id':
      return text;
    case 'text':
    case 'json':
    case 'boolean':
      return field.values?.includes(text) ? text : t('filters.text', { text: shortened(text) });
  }
}

function shortened(text: string): string {
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
}

function dayOf(text: string, language: string): string {
  const time = Date.parse(text);
  return Number.isNaN(time) ? text : new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' }).format(time);
}
