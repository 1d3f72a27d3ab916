import { numberIn, parseJson } from '@/api/exactJson';
import { type Field, kindOf, mayBeNull } from './fields';

/** What a person writes into a field: null is no value, undefined is left to the server. */
export type FieldText = string | null | undefined;

/** The values of a form, as texts that people write; lists and objects are JSON. */
export type Draft = Record<string, FieldText>;

/** The texts that a form begins with; a new record begins with none. */
export function draftOf(fields: Field[], data: Record<string, unknown>): Draft {
  return Object.fromEntries(fields.map((field) => [field.name, textOf(field, data[field.name])]));
}

export function textOf(field: Field, value: unknown): FieldText {
  if (value === null || value === undefined) {
    return value;
  }
  const isJson = kindOf(field) === 'json' || kindOf(field) === 'list';
  return isJson ? JSON.stringify(value, null, 2) : String(value);
}

/** What a field holds after somebody has emptied it. */
export function emptied(field: Field, isNew: boolean): FieldText {
  if (isNew) {
    return undefined;
  }
  return !mayBeNull(field) && ['text', 'choice'].includes(kindOf(field)) ? '' : null;
}

/** Why a text is no value of its field; the texts are `records.invalid.…`. */
export type Invalidity = 'number' | 'integer' | 'json';

/** A text that is no value of its field. */
export class InvalidValue extends Error {
  constructor(
    readonly field: string,
    readonly reason: Invalidity,
  ) {
    super(`${field}: ${reason}`);
  }
}

/** The names of fields that differ from those the form began with. */
export function changedNames(draft: Draft, before: Draft): string[] {
  return Object.keys(draft).filter((name) => draft[name] !== before[name]);
}

/**
 * The values that differ from those the form began with, as the API takes them.
 *
 * @throws InvalidValue for the first text that is none
 */
export function changes(fields: Field[], draft: Draft, before: Draft): Record<string, unknown> {
  const changed = changedNames(draft, before);
  const values = fields
    .filter((field) => changed.includes(field.name))
    .map((field) => [field.name, valueOf(field, draft[field.name])] as const)
    .filter(([, value]) => value !== undefined);
  return Object.fromEntries(values);
}

export function valueOf(field: Field, text: FieldText): unknown {
  if (text === null || text === undefined) {
    return text;
  }
  const kind = kindOf(field);
  if (text.trim() === '' && kind !== 'text' && kind !== 'choice') {
    return null;
  }
  switch (kind) {
    case 'number':
      return numberOf(field, text);
    case 'boolean':
      return text === 'true';
    case 'list':
    case 'json':
      return jsonOf(field, text);
    case 'text':
    case 'choice':
    case 'decimal':
    case 'date':
    case 'datetime':
      return text;
  }
}

function numberOf(field: Field, text: string): number | bigint {
  const value = numberIn(text);
  if (value === null) {
    // An older browser would round it before it is sent.
    throw new InvalidValue(field.name, Number.isFinite(Number(text)) ? 'integer' : 'number');
  }
  return value;
}

function jsonOf(field: Field, text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    throw new InvalidValue(field.name, 'json');
  }
}
