import { numberIn, parseJson } from '@/api/exactJson';

/** A text that is to be JSON and is not yet: kept in the value, so that nothing typed is lost. */
export class InvalidJson {
  constructor(readonly text: string) {}

  toJSON(): string {
    return this.text;
  }
}

/** The value of a text; the text itself, kept as {@link InvalidJson}, where it is not JSON. */
export function parsed(typed: string): unknown {
  if (typed.trim() === '') {
    return undefined;
  }
  try {
    return parseJson(typed);
  } catch {
    return new InvalidJson(typed);
  }
}

/** The text of a value, as it is typed. */
export function written(value: unknown): string {
  if (value instanceof InvalidJson) {
    return value.text;
  }
  return value === undefined ? '' : JSON.stringify(value, null, 2);
}

/** Whether somewhere in a value there is a text that is not JSON: it must not be sent yet. */
export function isComplete(value: unknown): boolean {
  if (value instanceof InvalidJson) {
    return false;
  }
  return typeof value !== 'object' || value === null || Object.values(value).every(isComplete);
}

/** The number that a text is; the text itself where it is none. */
export function numberOf(typed: string): number | bigint | string | undefined {
  return typed.trim() === '' ? undefined : (numberIn(typed) ?? typed);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof InvalidJson);
}
