import { parseJson } from '@/api/exactJson';
import type { CodeProblem } from '@/ui/code';
import { jsonProblems } from '@/ui/code';
import { type Draft, textOf, valueOf } from './draft';
import type { Field } from './fields';

/** The form's values as one JSON object; a text that is no value stays a text. */
export function jsonOfDraft(fields: Field[], draft: Draft): string {
  const entries = fields.map((field) => [field.name, looseValue(field, draft)] as const);
  return JSON.stringify(Object.fromEntries(entries.filter(([, value]) => value !== undefined)), null, 2);
}

function looseValue(field: Field, draft: Draft): unknown {
  try {
    return valueOf(field, draft[field.name]);
  } catch {
    return draft[field.name];
  }
}

/** What a JSON text says of the form's fields: those it leaves out are as they were. */
export function draftOfJson(
  fields: Field[],
  text: string,
  before: Draft,
  unknownField: (name: string) => string,
  noObject: string,
): { draft: Draft; problems: [] } | { draft: null; problems: CodeProblem[] } {
  const broken = jsonProblems(text);
  if (broken.length > 0) {
    return { draft: null, problems: broken };
  }
  const value = parseJson(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { draft: null, problems: [{ line: 1, column: 1, message: noObject, severity: 'error' }] };
  }
  const data = value as Record<string, unknown>;
  const unknown = Object.keys(data).find((name) => !fields.some((field) => field.name === name));
  if (unknown !== undefined) {
    return { draft: null, problems: [{ ...lineOf(text, unknown), message: unknownField(unknown), severity: 'error' }] };
  }
  const entries = fields.map((field) => [field.name, field.name in data ? textOf(field, data[field.name]) : before[field.name]]);
  return { draft: Object.fromEntries(entries), problems: [] };
}

function lineOf(text: string, name: string): { line: number; column: number } {
  const before = text.slice(0, Math.max(text.indexOf(JSON.stringify(name)), 0)).split('\n');
  return { line: before.length, column: before.at(-1)!.length + 2 };
}
