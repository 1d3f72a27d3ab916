import { api, ApiError, data, type Schemas } from '@/api/client';
import type { ApiRequest } from '@/api/snippets';
import { encode } from './encode';
import type { Target } from './mapping';
import type { Source, SourceRow } from './source';

export interface ImportChoices {
  collection: string;
  mapping: readonly Target[];
  mode: 'insert' | 'upsert';
  /** Of upsert: the field that finds a record. */
  on: string;
  /** What a bad line does: it ends the import, or it is left out. */
  onError: 'stop' | 'continue';
  isDryRun: boolean;
}

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

/** A request has so many rows, or fewer where these are long; the server commits each. */
const ROWS = 1_000;
const CHARACTERS = 2 << 20;

/** More refused lines are counted, not kept. */
export const MOST_REFUSED = 10_000;

const ATTEMPTS = 6;
const WAIT_MS = 1_000;

/** What a request asks of the server. */
function queryOf(source: Source, choices: ImportChoices) {
  return {
    mode: choices.mode,
    ...(choices.mode === 'upsert' ? { on: choices.on } : {}),
    dry_run: choices.isDryRun,
    on_error: choices.onError,
    errors: ROWS,
    ...(source.how.format === 'csv' ? { delimiter: source.how.delimiter } : {}),
  };
}

/** The request that a program would make with a file whose columns have the names of fields. */
export function importRequest(source: Source, choices: ImportChoices): ApiRequest {
  const isCsv = source.how.format === 'csv';
  return {
    method: 'POST',
    path: `/api/collections/${encodeURIComponent(choices.collection)}/import`,
    query: queryOf(source, choices),
    headers: { 'Content-Type': isCsv ? 'text/csv' : 'application/x-ndjson' },
    file: `${choices.collection}.${isCsv ? 'csv' : 'ndjson'}`,
  };
}

export function noFigures(): ImportFigures {
  return { lines: 0, inserted: 0, updated: 0, unchanged: 0, failed: 0, refused: [], part: 0, isStopped: false };
}

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
          query: queryOf(source, choices),
        },
        body: sent.body,
        bodySerializer: (body: unknown) => body as string,
        headers: { 'Content-Type': sent.type },
      }),
    ),
  );
  count(result, rows, sent.lines, figures);
}

function count(result: Schemas['ImportResult'], rows: readonly SourceRow[], lines: number[], figures: ImportFigures): void {
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
