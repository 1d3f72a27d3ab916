/** What is wrong at a place of a source; lines and columns count from 1. */
export interface CodeProblem {
  line: number;
  column: number;
  message: string;
  severity: 'error' | 'warning';
}
