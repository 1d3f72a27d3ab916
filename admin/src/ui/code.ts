/** What is wrong at a place of a source; lines and columns count from 1. */
export interface CodeProblem {
  line: number;
  column: number;
  message: string;
  severity: 'error' | 'warning';
}

/** Where a text stops being JSON, in the words of the browser; nothing where it is JSON. */
export function jsonProblems(text: string): CodeProblem[] {
  try {
    JSON.parse(text);
    return [];
  } catch (failure) {
    const message = failure instanceof Error ? failure.message : String(failure);
    return [{ ...placeIn(text, message, text.length), message, severity: 'error' }];
  }
}

/**
 * The place of a text that a browser's message about its JSON names, by line or by position.
 *
 * @param otherwise the position where it names none
 */
export function placeIn(text: string, message: string, otherwise: number): { line: number; column: number } {
  const named = /line (\d+) column (\d+)/.exec(message);
  if (named !== null) {
    return { line: Number(named[1]), column: Number(named[2]) };
  }
  const position = /position (\d+)/.exec(message);
  return lineAndColumn(text, position === null ? otherwise : Number(position[1]));
}

/** Line and column of a position, from 1. */
export function lineAndColumn(text: string, position: number): { line: number; column: number } {
  const before = text.slice(0, Math.max(position, 0)).split('\n');
  return { line: before.length, column: before.at(-1)!.length + 1 };
}
