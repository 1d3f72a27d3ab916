import type { Field } from '@/records/fields';
import { canonical } from './draft';

/** The default of a field as it is written into an input. */
export function textOfDefault(spec: Field): string {
  if (spec.default === undefined || spec.default === null) {
    return '';
  }
  return typeof spec.default === 'string' ? spec.default : JSON.stringify(spec.default);
}

/** The default that a text means; undefined for none, null for what does not fit the type. */
export function defaultOf(spec: Field, text: string): unknown {
  if (text === '') {
    return undefined;
  }
  switch (canonical(spec.type)) {
    case 'string':
    case 'date':
    case 'datetime':
      return text;
    case 'boolean':
      return text === 'true';
    case 'integer':
    case 'number':
      return numberOf(text) ?? null;
    case 'decimal':
      return numberOf(text) === undefined ? null : text;
    default:
      return parsed(text) ?? null;
  }
}

/** The constraints of a list's items; undefined for none, null for what is no object. */
export function itemsOf(text: string): Record<string, unknown> | null | undefined {
  if (text.trim() === '') {
    return undefined;
  }
  const value = parsed(text);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
}

export function numberOf(text: string): number | undefined {
  const value = Number(text);
  return text.trim() === '' || !Number.isFinite(value) ? undefined : value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
