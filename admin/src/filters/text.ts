import { type CodeProblem, lineAndColumn, placeIn } from '@/ui/code';

/**
 * What is wrong with a text that is no JSON, at its place where the browser tells one; null where
 * there is nothing to say.
 */
export function syntaxProblem(text: string, message: string): CodeProblem | null {
  return message === '' ? null : { ...placeIn(text, message, 0), message, severity: 'error' };
}

/**
 * The place in a JSON text that a message of the server is about: `filter.or[1].price.gt: must be a
 * number` is at the last key of its path that stands in the text.
 */
export function placeOf(text: string, message: string): { line: number; column: number } {
  let from = 0;
  for (const key of pathOf(message)) {
    const at = text.indexOf(JSON.stringify(key), from);
    from = at < 0 ? from : at;
  }
  return lineAndColumn(text, from);
}

/** The keys of the place that a message begins with. */
export function pathOf(message: string): string[] {
  const place = /^(?:Invalid options: )?([^\s:]+):/.exec(message)?.[1] ?? '';
  return place.replaceAll(/\[\d+\]/g, '').split('.').filter(Boolean);
}

/** Whether a message of the server is about a condition, by the end of the place that it names. */
export function isAbout(message: string, field: string, operator: string): boolean {
  const path = pathOf(message).join('.');
  const word = operator.startsWith('length') ? 'length' : operator.endsWith('_null') ? 'null' : operator;
  return path.endsWith(`.${field}.${word}`) || path.endsWith(`.${field}`) || path.includes(`.${field}.length.`);
}
