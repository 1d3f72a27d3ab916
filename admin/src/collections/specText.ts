import { numberIn, parseJson } from '@/api/exactJson';
import type { Field } from '@/records/fields';
import { canonical } from './fieldTypes';

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
      return numberIn(text);
    case 'decimal':
      return Number.isFinite(Number(text)) ? text.trim() : null;
    default:
      return parsed(text) ?? null;
  }
}

function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
