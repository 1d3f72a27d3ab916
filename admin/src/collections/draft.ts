import type { Schemas } from '@/api/client';
import type { Field } from '@/records/fields';
import type { Collection } from './collections';

export type Options = Schemas['CollectionOptions'];

/** What `collections apply` reads and a collection is made of. */
export type Definition = Pick<Collection, 'name' | 'label' | 'schema' | 'options'>;

/** A field as somebody wants it to be. */
export interface DraftField {
  /** Stays the same when the field is renamed or moved. */
  id: number;
  /** Its name in the collection as it is; null for a new one. */
  origin: string | null;
  removed: boolean;
  spec: Field;
}

/** A collection as somebody wants it to be. */
export interface CollectionDraft {
  name: string;
  label: string;
  fields: DraftField[];
  options: Options;
}

export function draftOf(definition: Definition): CollectionDraft {
  const fields = definition.schema.fields.map((spec, id) => ({ id, origin: spec.name, removed: false, spec }));
  return { name: definition.name, label: definition.label, fields, options: definition.options };
}

/** What a new collection begins with. */
export function newDraft(): CollectionDraft {
  const fields = [newField([], 'title', true), { ...newField([], 'text'), id: 1 }];
  return { name: '', label: '', fields, options: {} };
}

export function newField(fields: readonly DraftField[], name = '', required = false): DraftField {
  const id = Math.max(-1, ...fields.map((it) => it.id)) + 1;
  return { id, origin: null, removed: false, spec: { name, type: 'string', ...(required ? { required } : {}) } };
}

/** The fields that will be there; those that nobody touched are the same objects, so that nothing is drawn anew for them. */
export function keptFields(draft: CollectionDraft): Field[] {
  return draft.fields.filter((it) => !it.removed).map(({ spec, origin }) => {
    if (origin !== null && origin !== spec.name) {
      return { ...spec, renamed_from: origin };
    }
    const { renamed_from, ...field } = spec;
    return renamed_from === undefined ? spec : field;
  });
}

/** The fields whose values are to be lost. */
export function droppedFields(draft: CollectionDraft): string[] {
  return draft.fields.filter((it) => it.removed).flatMap((it) => it.origin ?? []);
}

/** The whole as `collections apply` reads it. */
export function definitionOf(draft: CollectionDraft): Definition {
  return { name: draft.name, label: draft.label, schema: { fields: keptFields(draft) }, options: draft.options };
}

/** Whether anything differs from the collection as it is. */
export function isChanged(draft: CollectionDraft, collection: Definition): boolean {
  const { name, label, schema, options } = collection;
  return JSON.stringify(definitionOf(draft)) !== JSON.stringify({ name, label, schema: { fields: schema.fields }, options });
}

/** The draft that a definition means; fields that it does not have any more are removed. */
export function redefined(draft: CollectionDraft, definition: Omit<Definition, 'name'>): CollectionDraft {
  const byOrigin = new Map(draft.fields.flatMap((it) => (it.origin === null ? [] : [[it.origin, it] as const])));
  const seen = new Set<string>();
  let next = Math.max(-1, ...draft.fields.map((it) => it.id));
  const fields = definition.schema.fields.map((field): DraftField => {
    const { renamed_from, ...spec } = field;
    const known = byOrigin.get(renamed_from ?? spec.name);
    if (known === undefined || seen.has(known.origin!)) {
      return { id: ++next, origin: null, removed: false, spec };
    }
    seen.add(known.origin!);
    return { ...known, removed: false, spec };
  });
  const gone = [...byOrigin.values()].filter((it) => !seen.has(it.origin!)).map((it) => ({ ...it, removed: true }));
  return { ...draft, label: definition.label, options: definition.options, fields: [...fields, ...gone] };
}

/** The draft over a collection that somebody else has changed: their new fields come to it, what they dropped is new. */
export function rebased(draft: CollectionDraft, before: Definition, now: Definition): CollectionDraft {
  const names = new Set(now.schema.fields.map((it) => it.name));
  const known = new Set(before.schema.fields.map((it) => it.name));
  const mine = draft.fields
    .filter((it) => !(it.removed && !names.has(it.origin ?? '')))
    .map((it) => (it.origin !== null && !names.has(it.origin) ? { ...it, origin: null } : it));
  let next = Math.max(-1, ...mine.map((it) => it.id));
  const taken = new Set(mine.map((it) => it.spec.name));
  const theirs = now.schema.fields
    .filter((it) => !known.has(it.name) && !taken.has(it.name))
    .map((spec) => ({ id: ++next, origin: spec.name, removed: false, spec }));
  const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
  return {
    name: now.name,
    label: draft.label === before.label ? now.label : draft.label,
    options: same(draft.options, before.options) ? now.options : draft.options,
    fields: [...mine, ...theirs].map((it) => {
      const then = before.schema.fields.find((field) => field.name === it.origin);
      const current = now.schema.fields.find((field) => field.name === it.origin);
      return then !== undefined && current !== undefined && same(it.spec, then) ? { ...it, spec: current } : it;
    }),
  };
}

/** What the server has said against fields, by their ids; it names a field without a name by its number. */
export function errorsOf(fields: readonly DraftField[], errors: Record<string, string>): Map<number, string> {
  const kept = fields.filter((it) => !it.removed);
  return new Map(
    kept.flatMap(({ id, spec }, index) => {
      const error = errors[spec.name === '' ? `fields[${index}]` : spec.name];
      return error === undefined ? [] : [[id, error] as const];
    }),
  );
}

/** Moves a field to where another one is. */
export function moved(fields: readonly DraftField[], from: number, to: number): DraftField[] {
  const field = fields[from];
  return field === undefined || to < 0 || to >= fields.length ? [...fields] : fields.toSpliced(from, 1).toSpliced(to, 0, field);
}
