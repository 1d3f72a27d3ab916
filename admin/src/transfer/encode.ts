import { linesIn } from './csv';
import type { Target } from './mapping';
import type { Source, SourceRow } from './source';

/** Rows as they are sent, and the line there of each of them. */
export interface EncodedRows {
  body: string;
  type: 'text/csv' | 'application/x-ndjson';
  lines: number[];
}

/** Rows with their columns under the names of fields. Values go as they stand in the file. */
export function encode(source: Source, rows: readonly SourceRow[], mapping: readonly Target[]): EncodedRows {
  return source.how.format === 'csv' ? csv(source, rows, mapping) : ndjson(source, rows, mapping);
}

function csv(source: Source, rows: readonly SourceRow[], mapping: readonly Target[]): EncodedRows {
  const { delimiter } = source.how;
  const kept = (cells: readonly (string | undefined)[]) =>
    cells.filter((_, index) => index >= mapping.length || mapping[index] !== null).join(delimiter);
  const text = [mapping.filter((target) => target !== null).join(delimiter)];
  const lines: number[] = [];
  let line = 2;
  for (const row of rows) {
    const cells = kept(row.cells);
    lines.push(line);
    text.push(cells);
    line += 1 + linesIn(cells);
  }
  return { body: `${text.join('\n')}\n`, type: 'text/csv', lines };
}

/** A column that was not seen when the others were chosen keeps its name: nothing is left out silently. */
function ndjson(source: Source, rows: readonly SourceRow[], mapping: readonly Target[]): EncodedRows {
  const body = rows.map((row) => {
    if (row.cells.length === 0) {
      return row.raw.replace(/[\r\n]+/g, ' ');
    }
    const members: string[] = [];
    row.cells.forEach((value, index) => {
      const name = index < mapping.length ? mapping[index] : source.columns[index];
      if (value !== undefined && name !== null && name !== undefined) {
        members.push(`${JSON.stringify(name)}:${value.replace(/[\r\n]+/g, ' ')}`);
      }
    });
    return `{${members.join(',')}}`;
  });
  return { body: `${body.join('\n')}\n`, type: 'application/x-ndjson', lines: rows.map((_, index) => index + 1) };
}
