import { save } from '@/api/download';

interface PickerWindow {
  showSaveFilePicker?: (options: { suggestedName: string }) => Promise<FileSystemFileHandle>;
}

/** Somewhere to put a file that may not fit into memory. */
export interface Destination {
  write(piece: Uint8Array): Promise<void>;
  /** Nothing is left behind of a file that was not finished. */
  end(isWhole: boolean): Promise<void>;
}

/**
 * Asks for a place on the disk where the browser can write there and the file may be large; else
 * the file is collected and downloaded at the end. Null where somebody has decided otherwise.
 */
export async function destination(name: string, mayBeLarge: boolean): Promise<Destination | null> {
  const { showSaveFilePicker } = window as PickerWindow;
  if (!mayBeLarge || showSaveFilePicker === undefined) {
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    return {
      write: async (piece) => void pieces.push(new Uint8Array(piece)),
      end: async (isWhole) => void (isWhole && save(name, new Blob(pieces))),
    };
  }
  try {
    const file = await (await showSaveFilePicker({ suggestedName: name })).createWritable();
    return {
      write: (piece) => file.write(new Uint8Array(piece)),
      end: (isWhole) => (isWhole ? file.close() : file.abort()),
    };
  } catch (failure) {
    if (failure instanceof DOMException && failure.name === 'AbortError') {
      return null;
    }
    throw failure;
  }
}
