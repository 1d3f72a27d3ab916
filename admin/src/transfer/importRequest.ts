import type { ApiRequest } from '@/api/snippets';
import type { Target } from './mapping';
import type { Source } from './source';

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

/** A request has so many rows, or fewer where these are long; the server commits each. */
export const ROWS = 1_000;

/** What a request asks of the server. */
export function importQuery(source: Source, choices: ImportChoices) {
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
    query: importQuery(source, choices),
    headers: { 'Content-Type': isCsv ? 'text/csv' : 'application/x-ndjson' },
    file: `${choices.collection}.${isCsv ? 'csv' : 'ndjson'}`,
  };
}
