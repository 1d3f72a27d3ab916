import { parseJson } from '@/api/exactJson';
import type { Definition } from './draft';

/** A collection as somebody declares it, with defaults for what is left out. */
export type Declaration = Pick<Definition, 'name' | 'schema'> & Partial<Pick<Definition, 'label' | 'options'>>;

/** Whether a value is what `collections apply` reads, as far as its shape goes. */
export function isDefinition(value: unknown): value is Declaration {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const { name, schema } = value as { name?: unknown; schema?: { fields?: unknown } | null };
  const fields = schema?.fields;
  return typeof name === 'string' && name !== '' && Array.isArray(fields) && fields.every(isField);
}

function isField(value: unknown): boolean {
  return typeof value === 'object' && value !== null && typeof (value as { name?: unknown }).name === 'string';
}

/** The collections of a text: one, or a list of them. Null where it is something else. */
export function definitionsIn(text: string): Declaration[] | null {
  try {
    const json = parseJson(text);
    const all = Array.isArray(json) ? json : [json];
    return all.length > 0 && all.every(isDefinition) ? all : null;
  } catch {
    return null;
  }
}

/** The fields that would go with their values, each as `collection.field`. */
export function droppedBy(declarations: readonly Declaration[], collections: readonly Definition[]): string[] {
  return declarations.flatMap(({ name, schema }) => {
    const kept = new Set(schema.fields.map((it) => it.renamed_from ?? it.name));
    const before = collections.find((it) => it.name === name)?.schema.fields ?? [];
    return before.filter((it) => !kept.has(it.name)).map((it) => `${name}.${it.name}`);
  });
}

/** What `collections apply` reads again. */
export function exported({ name, label, schema, options }: Definition): Definition {
  return { name, label, schema, options };
}
