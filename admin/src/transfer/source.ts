import { ArraySplitter, flatMembersOf, type JsonRow, LineSplitter } from './json';
import { cellText, CsvSplitter, guessDelimiter } from './csv';

export type FileFormat = 'csv' | 'json' | 'ndjson';
export const ENCODINGS = ['utf-8', 'windows-1252', 'utf-16le', 'utf-16be'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** A row of a file: a raw text for each column that it has a value for. */
export interface SourceRow {
  line: number;
  raw: string;
  cells: readonly (string | undefined)[];
}

/** How a file is to be read. */
export interface SourceFormat {
  format: FileFormat;
  encoding: Encoding;
  delimiter: string;
  isZipped: boolean;
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

/** A file that is not what it seemed to be; the reasons are `transfer.unreadable.…`. */
export class UnreadableFile extends Error {
  constructor(readonly reason: 'json' | 'quote' | 'encoding' | 'gzip' | 'archive') {
    super(reason);
  }
}

const BEGIN = 256 << 10;

/**
 * Looks at the beginning of a file and says what it seems to be.
 *
 * @throws UnreadableFile for files of spreadsheets, which are archives
 */
export async function detect(file: Blob): Promise<SourceFormat> {
  const head = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  const isZipped = head[0] === 0x1f && head[1] === 0x8b;
  if (head[0] === 0x50 && head[1] === 0x4b) {
    throw new UnreadableFile('archive');
  }
  const begin = await firstBytes(file, isZipped);
  const encoding = encodingOf(begin);
  const text = new TextDecoder(encoding).decode(begin);
  const sign = text.trimStart()[0];
  const format = sign === '[' ? 'json' : sign === '{' ? 'ndjson' : 'csv';
  return { format, encoding, delimiter: guessDelimiter(text.slice(0, 1 << 14)), isZipped };
}

async function firstBytes(file: Blob, isZipped: boolean): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of bytesOf(file, isZipped, () => {})) {
    pieces.push(piece);
    size += piece.length;
    if (size >= BEGIN) {
      break;
    }
  }
  const all = new Uint8Array(size);
  pieces.reduce((at, piece) => (all.set(piece, at), at + piece.length), 0);
  return all.slice(0, BEGIN);
}

/** By the mark at the beginning; without one what is no UTF-8 is taken for a file of old Windows programs. */
function encodingOf(begin: Uint8Array): Encoding {
  if (begin[0] === 0xff && begin[1] === 0xfe) {
    return 'utf-16le';
  }
  if (begin[0] === 0xfe && begin[1] === 0xff) {
    return 'utf-16be';
  }
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(begin, { stream: true });
    return 'utf-8';
  } catch {
    return 'windows-1252';
  }
}

async function* textOf(file: Blob, how: SourceFormat, onRead: (bytes: number) => void): AsyncGenerator<string> {
  const decoder = new TextDecoder(how.encoding, { fatal: how.encoding !== 'windows-1252' });
  try {
    for await (const bytes of bytesOf(file, how.isZipped, onRead)) {
      yield decoder.decode(bytes, { stream: true });
    }
    yield decoder.decode();
  } catch (failure) {
    throw failure instanceof TypeError ? new UnreadableFile(how.isZipped ? 'gzip' : 'encoding') : failure;
  }
}

async function* bytesOf(file: Blob, isZipped: boolean, onRead: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  let read = 0;
  const counted = file.stream().pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(piece, out) {
        read += piece.length;
        onRead(read);
        out.enqueue(piece);
      },
    }),
  );
  const reader = (isZipped ? counted.pipeThrough(new DecompressionStream('gzip')) : counted).getReader();
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      yield piece.value;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}
