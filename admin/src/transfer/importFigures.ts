import type { Schemas } from '@/api/client';
import type { Source, SourceRow } from './source';

/** A line that the server has refused. */
export interface RefusedLine {
  line: number;
  raw: string;
  message: string;
}

/** What was done so far, or would have been. */
export interface ImportFigures {
  lines: number;
  inserted: number;
  updated: number;
  unchanged: number;
  failed: number;
  /** The first of those that failed. */
  refused: RefusedLine[];
  /** The part of the file that has been read, 0 to 1. */
  part: number;
  /** Whether a bad line has ended it. */
  isStopped: boolean;
}

/** More refused lines are counted, not kept. */
export const MOST_REFUSED = 10_000;

export function noFigures(): ImportFigures {
  return { lines: 0, inserted: 0, updated: 0, unchanged: 0, failed: 0, refused: [], part: 0, isStopped: false };
}

/**
 * Adds what the server has answered to a request of some rows.
 *
 * @param lines the first line of each row in what was sent
 */
export function addResult(result: Schemas['ImportResult'], rows: readonly SourceRow[], lines: number[], figures: ImportFigures): void {
  figures.inserted += result.inserted;
  figures.updated += result.updated;
  figures.unchanged += result.unchanged;
  figures.failed += result.failed;
  figures.lines += result.inserted + result.updated + result.unchanged + result.failed;
  figures.isStopped = result.stopped;
  for (const { line, message } of result.errors) {
    const row = rows[rowAt(lines, line)];
    if (row !== undefined && figures.refused.length < MOST_REFUSED) {
      figures.refused.push({ line: row.line, raw: row.raw, message });
    }
  }
}

/** The row that a line is in, by the first lines of all rows. */
function rowAt(lines: number[], line: number): number {
  const next = lines.findIndex((first) => first > line);
  return (next < 0 ? lines.length : next) - 1;
}

/** The refused lines as a file to be mended and imported again: CSV tells beside each what is wrong. */
export function refusedFile(source: Source, refused: readonly RefusedLine[]): Blob {
  if (source.how.format !== 'csv') {
    return new Blob(refused.map((it) => `${it.raw.replace(/[\r\n]+/g, ' ')}\n`), { type: 'application/x-ndjson' });
  }
  const { delimiter } = source.how;
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const head = [...source.columns, 'import_line', 'import_error'].map(quoted).join(delimiter);
  const rows = refused.map((it) => [it.raw, String(it.line), quoted(it.message)].join(delimiter));
  return new Blob([`${[head, ...rows].join('\n')}\n`], { type: 'text/csv' });
}
