import { api, ApiError, data } from '@/api/client';
import { encode } from './encode';
import { addResult, type ImportFigures } from './importFigures';
import { type ImportChoices, importQuery, ROWS } from './importRequest';
import type { Source, SourceRow } from './source';

/** A request has fewer rows where these are longer together. */
const CHARACTERS = 2 << 20;

const ATTEMPTS = 6;
const WAIT_MS = 1_000;

/**
 * Sends a file to the import of a collection, some rows in a request. What was sent stays when it
 * ends early; the figures tell it.
 *
 * @param figures is kept up to date; the lines that it tells already are passed over
 * @param signal ends it between two requests, so that the figures are right
 */
export async function runImport(source: Source, choices: ImportChoices, figures: ImportFigures, signal: AbortSignal): Promise<void> {
  const size = Math.max(source.file.size, 1);
  let waiting: SourceRow[] = [];
  let characters = 0;
  let read = 0;
  let done = figures.lines;
  figures.isStopped = false;
  const flush = async () => {
    if (waiting.length > 0) {
      await sendRows(source, waiting, choices, figures, signal);
    }
    waiting = [];
    characters = 0;
    figures.part = read / size;
  };
  for await (const rows of source.rows((bytes) => (read = bytes))) {
    for (const row of rows) {
      if (done > 0) {
        done--;
        continue;
      }
      waiting.push(row);
      characters += row.raw.length;
      if (waiting.length >= ROWS || characters >= CHARACTERS) {
        await flush();
        if (figures.isStopped) {
          return;
        }
        signal.throwIfAborted();
      }
    }
    signal.throwIfAborted();
  }
  await flush();
}

async function sendRows(
  source: Source,
  rows: readonly SourceRow[],
  choices: ImportChoices,
  figures: ImportFigures,
  signal: AbortSignal,
): Promise<void> {
  const sent = encode(source, rows, choices.mapping);
  const result = await patiently(signal, () =>
    data(
      api.POST('/api/collections/{collection_name}/import', {
        params: {
          path: { collection_name: choices.collection },
          query: importQuery(source, choices),
        },
        body: sent.body,
        bodySerializer: (body: unknown) => body as string,
        headers: { 'Content-Type': sent.type },
      }),
    ),
  );
  addResult(result, rows, sent.lines, figures);
}

/** Waits where the server has no room at the moment. */
async function patiently<T>(signal: AbortSignal, send: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await send();
    } catch (failure) {
      const isBusy = failure instanceof ApiError && ['too_many_imports', 'overloaded', 'rate_limited'].includes(failure.code);
      if (!isBusy || attempt === ATTEMPTS) {
        throw failure;
      }
    }
    await new Promise((resume) => setTimeout(resume, attempt * WAIT_MS));
    signal.throwIfAborted();
  }
}
