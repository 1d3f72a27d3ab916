import type { Schemas } from '@/api/client';
import { type Field, kindOf } from './fields';

export type RecordOf = Schemas['Record'];

/** The values of a form, as texts that people write. */
export type Draft = Record<string, string>;

/** The texts that a form begins with. */
export function draftOf(fields: Field[], data: Record<string, unknown>): Draft {
  return Object.fromEntries(fields.map((field) => [field.name, textOf(field, data[field.name])]));
}

function textOf(field: Field, value: unknown): string {
  if (value === null || value === undefined) {
    return '';
  }
  return kindOf(field) === 'json' ? JSON.stringify(value, null, 2) : String(value);
}

/** A text that is no value of its field. */
export class InvalidValue extends Error {
  constructor(
    readonly field: string,
    readonly reason: 'number' | 'json',
  ) {
    super(`${field}: ${reason}`);
  }
}

/**
 * The values that differ from those the form began with, as the API takes them. What is empty is
 * null; of a new record it is left out, so that defaults apply.
 */
export function changes(fields: Field[], draft: Draft, before: Draft, isNew: boolean): Record<string, unknown> {
  const changed: Record<string, unknown> = {};
  for (const field of fields) {
    const text = draft[field.name] ?? '';
    if (text !== (before[field.name] ?? '')) {
      changed[field.name] = valueOf(field, text);
    } else if (isNew && text !== '') {
      changed[field.name] = valueOf(field, text);
    }
  }
  return changed;
}

function valueOf(field: Field, text: string): unknown {
  if (text === '') {
    return null;
  }
  switch (kindOf(field)) {
    case 'number':
      return numberOf(field, text);
    case 'boolean':
      return text === 'true';
    case 'json':
      return jsonOf(field, text);
    case 'text':
    case 'decimal':
    case 'date':
    case 'datetime':
      return text;
  }
}

function numberOf(field: Field, text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value)) {
    throw new InvalidValue(field.name, 'number');
  }
  return value;
}

function jsonOf(field: Field, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidValue(field.name, 'json');
  }
}
