/** Above this a file goes straight to the disk, where the browser can do that. */
const MOST_IN_MEMORY = 64 * 1024 * 1024;

interface FilePicker {
  showSaveFilePicker?: (options: { suggestedName: string }) => Promise<{ createWritable(): Promise<WritableStream<Uint8Array>> }>;
}

/**
 * Saves as a file what a request answers with. To be called in the handler of a click, since a
 * large one asks where it is to be kept.
 *
 * @param bytes how large it will be, as far as that is known
 */
export async function download(name: string, bytes: number, answer: () => Promise<Response>): Promise<void> {
  const picker = (window as FilePicker).showSaveFilePicker;
  if (bytes > MOST_IN_MEMORY && picker !== undefined) {
    const file = await picker.call(window, { suggestedName: name });
    const { body } = await answer();
    const target = await file.createWritable();
    await (body === null ? target.close() : body.pipeTo(target));
    return;
  }
  save(name, await (await answer()).blob());
}

/** Has the browser keep a file that is in memory. */
export function save(name: string, content: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
