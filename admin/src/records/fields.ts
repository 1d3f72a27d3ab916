import type { Schemas } from '@/api/client';

export type Field = Schemas['Field'];

/** How values of a field are shown and entered. */
export type FieldKind = 'text' | 'number' | 'decimal' | 'boolean' | 'date' | 'datetime' | 'json';

const KINDS: Record<string, FieldKind> = {
  string: 'text',
  text: 'text',
  integer: 'number',
  int: 'number',
  number: 'number',
  float: 'number',
  decimal: 'decimal',
  boolean: 'boolean',
  bool: 'boolean',
  date: 'date',
  datetime: 'datetime',
};

export function kindOf(field: Field): FieldKind {
  return KINDS[(field.type ?? 'string').toLowerCase()] ?? 'json';
}
