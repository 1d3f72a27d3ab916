/** A row of a CSV file as it stands there: cells keep their quotes, so that nothing is lost on the way. */
export interface CsvRow {
  /** From 1, of its first line. */
  line: number;
  raw: string;
  cells: string[];
}

/**
 * Splits CSV that comes in pieces (RFC 4180, line ends of all kinds). It does not read cells: the
 * server does, and it tells an empty text in quotes from no value, which readers of CSV do not.
 */
export class CsvSplitter {
  private rest = '';
  private line = 1;

  constructor(private readonly delimiter: string) {}

  /** The rows that are whole by now. */
  push(text: string, isLast = false): CsvRow[] {
    const all = this.rest + text;
    const rows: CsvRow[] = [];
    let from = 0;
    while (from < all.length) {
      const end = this.endOfRow(all, from, isLast);
      if (end === null) {
        break;
      }
      const raw = all.slice(from, end.at);
      if (raw.trim() !== '') {
        rows.push({ line: this.line, raw, cells: end.cells });
      }
      this.line += linesIn(all.slice(from, end.next));
      from = end.next;
    }
    this.rest = bounded(all.slice(from));
    return rows;
  }

  /** Where the row ends and the next one begins; null where it goes on in the next piece. */
  private endOfRow(text: string, start: number, isLast: boolean): { at: number; next: number; cells: string[] } | null {
    const cells: string[] = [];
    let cell = start;
    let isQuoted = false;
    for (let i = start; i < text.length; i++) {
      const sign = text[i];
      if (sign === '"' && (isQuoted || i === cell || text.startsWith('"', cell))) {
        isQuoted = !isQuoted;
      } else if (isQuoted) {
        continue;
      } else if (sign === this.delimiter) {
        cells.push(text.slice(cell, i));
        cell = i + 1;
      } else if (sign === '\n' || (sign === '\r' && (isLast || i + 1 < text.length))) {
        cells.push(text.slice(cell, i));
        return { at: i, next: text.startsWith('\r\n', i) ? i + 2 : i + 1, cells };
      }
    }
    return isLast ? { at: text.length, next: text.length, cells: [...cells, text.slice(cell)] } : null;
  }
}

/** As much as the server takes of one record. */
const LONGEST_ROW = 10 << 20;

/**
 * What is kept until the next piece comes.
 *
 * @throws SyntaxError where it does not end, as behind a quote that nobody closes
 */
export function bounded(rest: string): string {
  if (rest.length > LONGEST_ROW) {
    throw new SyntaxError('"');
  }
  return rest;
}

export function linesIn(text: string): number {
  return text.match(/\r\n|\r|\n/g)?.length ?? 0;
}

/** What a cell says. */
export function cellText(raw: string): string {
  return raw.startsWith('"') && raw.endsWith('"') && raw.length > 1 ? raw.slice(1, -1).replaceAll('""', '"') : raw;
}

const DELIMITERS = [',', ';', '\t', '|'];

/** The delimiter that splits the first line into the most cells. */
export function guessDelimiter(begin: string): string {
  const cells = (delimiter: string) => new CsvSplitter(delimiter).push(begin, true)[0]?.cells.length ?? 0;
  return DELIMITERS.reduce((best, next) => (cells(next) > cells(best) ? next : best));
}
