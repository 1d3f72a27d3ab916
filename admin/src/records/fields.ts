import type { Schemas } from '@/api/client';
import { listItemType, type PlainKind, PLAIN_TYPES } from '@/collections/plainTypes';

export type Field = Schemas['Field'];

/** How values of a field are shown and entered; lists are those of plain values. */
export type FieldKind = PlainKind | 'choice' | 'list' | 'json';

const KINDS: Record<string, PlainKind> = PLAIN_TYPES;

export function kindOf(field: Field): FieldKind {
  const type = typeOf(field);
  const kind = KINDS[type] ?? (itemTypeOf(field) === null ? 'json' : 'list');
  return kind === 'text' && field.values !== undefined ? 'choice' : kind;
}

function typeOf(field: Field): string {
  return (field.type ?? 'string').toLowerCase();
}

/** The type of a list's items where they are plain values. */
export function itemTypeOf(field: Field): string | null {
  const type = typeOf(field);
  const item = listItemType(type) ?? (type === 'list' ? field.items?.['type'] : null);
  return typeof item === 'string' && item in KINDS ? item : null;
}

/** Figures stand right. */
export function isNumeric(field: Field): boolean {
  return ['number', 'decimal'].includes(kindOf(field));
}

/** Whether the server takes null for it: always where the schema says so, else where nothing speaks against it. */
export function mayBeNull(field: Field): boolean {
  const isContainer = kindOf(field) === 'list' || (kindOf(field) === 'json' && typeOf(field) !== 'json');
  return field.nullable ?? (!field.required && field.default === undefined && !isContainer);
}

/** Lists and the databases' fields in full are compared as JSON, which has no order. */
export function isSortable(field: Field): boolean {
  return kindOf(field) !== 'list' && kindOf(field) !== 'json';
}

export function titleOf(field: Field): string {
  return field.label || field.name;
}
