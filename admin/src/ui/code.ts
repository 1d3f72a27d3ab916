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
    return [{ ...placeOf(text, message), message, severity: 'error' }];
  }
}

/** Browsers name the line, or the position, or neither: then it is the end. */
function placeOf(text: string, message: string): { line: number; column: number } {
  const named = /line (\d+) column (\d+)/.exec(message);
  if (named !== null) {
    return { line: Number(named[1]), column: Number(named[2]) };
  }
  const position = /position (\d+)/.exec(message);
  const before = text.slice(0, position === null ? text.length : Number(position[1])).split('\n');
  return { line: before.length, column: before.at(-1)!.length + 1 };
}
