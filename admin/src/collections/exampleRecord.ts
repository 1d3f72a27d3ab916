import { type Field, itemTypeOf } from '@/records/fields';
import { canonical } from './fieldTypes';

/** Values that fit the fields, to show what a record looks like. */
export function exampleRecord(fields: readonly Field[]): Record<string, unknown> {
  return Object.fromEntries(fields.map((field) => [field.name, exampleValue(field)]));
}

function exampleValue(field: Field): unknown {
  if (field.default !== undefined && field.default !== null) {
    return field.default;
  }
  const item = itemTypeOf(field);
  if (item !== null) {
    return [exampleValue({ ...field.items, name: field.name, type: item })];
  }
  return EXAMPLES[canonical(field.type)] ?? exampleText(field);
}

const EXAMPLES: Record<string, unknown> = {
  integer: 42, number: 4.2, decimal: '12.50', boolean: true, date: '2026-11-27', datetime: '2026-11-27T12:00:00Z',
  json: { key: 'value' }, object: { key: 'value' }, list: ['a', 1],
}; // prettier-ignore

const FORMATS: Record<string, string> = {
  email: 'ann@example.org', url: 'https://example.org', uuid: '0198a3c4-7c1e-7b5f-9a51-3f0f5a0f1c2d', slug: 'a-short-name',
}; // prettier-ignore

function exampleText(field: Field): string {
  return field.values?.[0] ?? FORMATS[field.format ?? ''] ?? 'text';
}
