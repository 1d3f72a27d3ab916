import type { Field } from '@/records/fields';

/** What a column of a file becomes: a field, a name of the system's, or nothing. */
export type Target = string | null;

/** What a line may say of a record beside its fields. */
export const SYSTEM_TARGETS = ['id', 'owner_id', 'created_at', 'updated_at'] as const;

/** A name as people take it for the same: without case, accents, spaces and signs. */
export function plainName(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/**
 * The field that each column seems to be: by its name, then by its label, whatever case and
 * separators. No field is taken twice.
 */
export function inferMapping(columns: readonly string[], fields: readonly Field[]): Target[] {
  const names = [...fields.map((field) => field.name), ...SYSTEM_TARGETS];
  const taken = new Set<string>();
  const mapping: Target[] = columns.map(() => null);
  const rounds: ((column: string) => string | undefined)[] = [
    (column) => names.find((name) => name === column.trim()),
    (column) => names.find((name) => !taken.has(name) && plainName(name) === plainName(column)),
    (column) => fields.find((field) => !taken.has(field.name) && plainName(field.label ?? '') === plainName(column))?.name,
  ];
  for (const find of rounds) {
    columns.forEach((column, index) => {
      const found = mapping[index] === null && plainName(column) !== '' ? find(column) : undefined;
      if (found !== undefined && !taken.has(found)) {
        mapping[index] = found;
        taken.add(found);
      }
    });
  }
  return mapping;
}

/** The fields that a new record needs and that no column gives. */
export function missingFields(mapping: readonly Target[], fields: readonly Field[]): Field[] {
  return fields.filter((field) => field.required && (field.default ?? null) === null && !mapping.includes(field.name));
}
