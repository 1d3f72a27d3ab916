import { numberIn, parseJson } from '@/api/exactJson';
import { fromLocal, toLocal } from '@/ui/localTime';
import { escapeText, plainText, type ValueKind } from './fields';

/** A value of a filter as it is written into an input. */
export function textOf(kind: ValueKind, value: unknown): string {
  if (value === undefined) {
    return '';
  }
  if (typeof value !== 'string') {
    return JSON.stringify(value);
  }
  const text = plainText(value);
  switch (kind) {
    case 'datetime':
      return toLocal(text) || text;
    case 'json':
      return isScalar(text) ? JSON.stringify(text) : text;
    case 'text':
    case 'number':
    case 'decimal':
    case 'boolean':
    case 'date':
    case 'id':
      return text;
  }
}

/** Whether a text would be read as something else inside JSON: `12`, `true`, `"a"`. */
function isScalar(text: string): boolean {
  try {
    const value = parseJson(text);
    return typeof value !== 'object' || value === null;
  } catch {
    return false;
  }
}

/**
 * The value that a text means; undefined for none, null for what is no value of the kind. Inside
 * JSON a number, true, false or a quoted text is what it looks like, all else is text.
 */
export function valueOf(kind: ValueKind, text: string): unknown {
  if (text === '') {
    return undefined;
  }
  switch (kind) {
    case 'number':
      return numberIn(text);
    case 'decimal':
      return numberIn(text) === null ? null : text.trim();
    case 'boolean':
      return text === 'true';
    case 'datetime':
      return fromLocal(text) || null;
    case 'json':
      return isScalar(text) ? escaped(parseJson(text)) : escapeText(text);
    case 'date':
    case 'id':
      return text.trim();
    case 'text':
      return escapeText(text);
  }
}

function escaped(value: unknown): unknown {
  return typeof value === 'string' ? escapeText(value) : value;
}
