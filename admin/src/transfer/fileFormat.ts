import { guessDelimiter } from './csv';
import { bytesOf, UnreadableFile } from './fileText';

export type FileFormat = 'csv' | 'json' | 'ndjson';
export const ENCODINGS = ['utf-8', 'windows-1252', 'utf-16le', 'utf-16be'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** How a file is to be read. */
export interface SourceFormat {
  format: FileFormat;
  encoding: Encoding;
  delimiter: string;
  isZipped: boolean;
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
