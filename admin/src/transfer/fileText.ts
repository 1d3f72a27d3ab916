import type { SourceFormat } from './fileFormat';

/** A file that is not what it seemed to be; the reasons are `transfer.unreadable.…`. */
export class UnreadableFile extends Error {
  constructor(readonly reason: 'json' | 'quote' | 'encoding' | 'gzip' | 'archive') {
    super(reason);
  }
}

/** The text of a file, piece by piece; what it is not encoded in ends it. */
export async function* textOf(file: Blob, how: SourceFormat, onRead: (bytes: number) => void): AsyncGenerator<string> {
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

/**
 * The bytes of a file, unpacked where it is packed.
 *
 * @param onRead gets the bytes of the file that have been read so far
 */
export async function* bytesOf(file: Blob, isZipped: boolean, onRead: (bytes: number) => void): AsyncGenerator<Uint8Array> {
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
