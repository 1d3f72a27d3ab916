import type { Schemas } from '@/api/client';
import type { Field } from '@/records/fields';

/** What is said of a list's items; of a field it can be said, too. */
export type ItemConstraints = Schemas['FieldItems'];

export const TYPES = [
  'string', 'integer', 'number', 'decimal', 'boolean', 'date', 'datetime', 'json', 'object',
  'list', 'list[string]', 'list[integer]', 'list[number]', 'list[boolean]',
] as const; // prettier-ignore

/** What can be said of a value beside its type. */
export type Constraint = 'min_length' | 'max_length' | 'pattern' | 'format' | 'values' | 'min' | 'max' | 'items';

const OF_TEXT: Constraint[] = ['min_length', 'max_length', 'pattern', 'format', 'values'];

/** The constraints that fit a type. */
export function constraintsOf(type: string | undefined): Constraint[] {
  const word = canonical(type);
  if (word.startsWith('list')) {
    return ['min_length', 'max_length', 'items'];
  }
  return word === 'string' ? OF_TEXT : ['integer', 'number', 'decimal'].includes(word) ? ['min', 'max'] : [];
}

const WORDS: Record<string, string> = { text: 'string', int: 'integer', float: 'number', bool: 'boolean', dict: 'object' };

/** The word for a type that the server answers with. */
export function canonical(type: string | undefined): string {
  const word = (type ?? 'string').toLowerCase().replaceAll(' ', '');
  return WORDS[word] ?? word;
}

export function hasIndex(type: string | undefined): boolean {
  const word = canonical(type);
  return word !== 'json' && word !== 'object' && !word.startsWith('list');
}

/** The field with another type, without what does not fit that. */
export function retyped(spec: Field, type: string): Field {
  const fitting = constraintsOf(type);
  const kept = { ...spec, type };
  for (const constraint of [...OF_TEXT, 'min', 'max', 'items'] as Constraint[]) {
    if (!fitting.includes(constraint) || (constraint === 'items' && canonical(spec.type) !== canonical(type))) {
      delete kept[constraint];
    }
  }
  if (canonical(spec.type) !== canonical(type)) {
    delete kept.default;
  }
  if (!hasIndex(type)) {
    delete kept.index;
    delete kept.unique;
  }
  return kept;
}

/** The object with another value for a key; without the key where there is none, or an empty text. */
export function withValue<S extends object, K extends keyof S>(spec: S, key: K, value: S[K] | undefined): S {
  const next = { ...spec };
  if (value === undefined || value === '') {
    delete next[key];
  } else {
    next[key] = value;
  }
  return next;
}
