import { cellText, CsvSplitter } from './csv';
import type { SourceFormat } from './fileFormat';
import { textOf, UnreadableFile } from './fileText';
import { ArraySplitter, flatMembersOf, type JsonRow, LineSplitter } from './json';

/** A row of a file: a raw text for each column that it has a value for. */
export interface SourceRow {
  line: number;
  raw: string;
  cells: readonly (string | undefined)[];
}

/** A file that is read as a stream, as often as needed; never more of it than a few rows is held. */
export class Source {
  /** The names of the columns; those of JSON become more while it is read. */
  readonly columns: string[] = [];
  private readonly places = new Map<string, number>();

  constructor(
    readonly file: Blob,
    readonly how: SourceFormat,
  ) {}

  /**
   * The rows, some at a time.
   *
   * @param onRead gets the bytes of the file that have been read so far
   * @throws UnreadableFile where nothing can be read behind the place
   */
  async *rows(onRead: (bytes: number) => void = () => {}): AsyncGenerator<SourceRow[]> {
    const split = this.splitter();
    try {
      for await (const text of textOf(this.file, this.how, onRead)) {
        yield split(text, false);
      }
      yield split('', true);
    } catch (failure) {
      throw failure instanceof SyntaxError ? new UnreadableFile(this.how.format === 'csv' ? 'quote' : 'json') : failure;
    }
  }

  /** The first rows. */
  async preview(most: number): Promise<SourceRow[]> {
    const first: SourceRow[] = [];
    for await (const rows of this.rows()) {
      first.push(...rows);
      if (first.length >= most) {
        break;
      }
    }
    return first.slice(0, most);
  }

  /** A cell as people read it. */
  shown(cell: string | undefined): string {
    return cell === undefined ? '' : this.how.format === 'csv' ? cellText(cell) : cell;
  }

  private splitter(): (text: string, isLast: boolean) => SourceRow[] {
    if (this.how.format !== 'csv') {
      const splitter = this.how.format === 'json' ? new ArraySplitter() : new LineSplitter();
      return (text, isLast) => splitter.push(text, isLast).map((row) => this.objectRow(row));
    }
    const splitter = new CsvSplitter(this.how.delimiter);
    let hasHeader = false;
    return (text, isLast) => {
      const rows = splitter.push(text, isLast);
      if (!hasHeader && rows.length > 0) {
        hasHeader = true;
        this.columns.splice(0, this.columns.length, ...rows.shift()!.cells.map((cell) => cellText(cell).trim()));
      }
      return rows;
    };
  }

  private objectRow(row: JsonRow): SourceRow {
    const cells: (string | undefined)[] = [];
    for (const [name, value] of flatMembersOf(row.raw) ?? []) {
      let place = this.places.get(name);
      if (place === undefined) {
        place = this.columns.push(name) - 1;
        this.places.set(name, place);
      }
      cells[place] = value;
    }
    return { ...row, cells };
  }
}
