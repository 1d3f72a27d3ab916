import { exact } from '@/ui/format';
import { type FilterField, fieldOf, isVariable, operandKind, plainText, SYSTEM_FIELDS, valueKind } from './fields';
import { type Condition, type FilterJson, type FilterNode, type Join, type Operator, takesValue } from './filter';
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
      return readGroup(node.join, node.parts, fields, words);
  }
}

function readGroup(join: Join, parts: FilterNode[], fields: readonly FilterField[], words: Words): string {
  if (parts.length === 0) {
    return words.t('filters.everything');
  }
  const read = parts.map((it) => readNode(it, fields, words));
  const nested = parts.map((it, index) => (isJoined(it) && parts.length > 1 ? `(${read[index]})` : read[index]!));
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

/** Whether it is a sentence of several, which another one around it must not mingle with. */
function isJoined(node: FilterNode): boolean {
  return node.kind === 'group' && node.parts.length > 1;
}

function joinAll(parts: string[], type: 'conjunction' | 'disjunction', words: Words): string {
  return new Intl.ListFormat(words.language, { type }).format(parts);
}

function readCondition(condition: Condition, fields: readonly FilterField[], words: Words): string {
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
  return t(phraseOf(condition, fields), { field: '', value: '…' }).trim().replace(/ …$/, '');
}

function partsOf(condition: Condition, fields: readonly FilterField[], words: Words): Record<string, string> {
  const field = fieldOf(condition.field, fields);
  const value = takesValue(condition.operator) ? readValue(condition.value, field, condition.operator, fields, words) : '';
  return { field: fieldTitle(condition.field, fields, words), value };
}

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
    return t(value ? 'yes' : 'no').toLocaleLowerCase(language);
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
