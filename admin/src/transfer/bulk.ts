import { api, ApiError, data, type Schemas } from '@/api/client';
import type { RecordOf } from '@/records/records';
import type { Chosen } from './exportRun';

type Operation = Schemas['BatchOperation'];

/** A record that was left as it is, and why. */
export interface Refusal {
  id: string;
  message: string;
}

/** How far a bulk action has come. */
export interface BulkFigures {
  changed: number;
  refused: Refusal[];
}

const PAGE = 500;

/** With more refusals there is something wrong with the whole. */
export const MOST_REFUSALS = 50;

/** The chosen records, page by page in the order of their ids, which no change disturbs. */
async function* pagesOf(collection: string, chosen: Chosen, signal: AbortSignal): AsyncGenerator<string[]> {
  if ('ids' in chosen) {
    for (let from = 0; from < chosen.ids.length; from += PAGE) {
      yield chosen.ids.slice(from, from + PAGE);
    }
    return;
  }
  let cursor: string | null = null;
  do {
    const page: Schemas['RecordList'] = await data(
      api.POST('/api/collections/{collection_name}/records/query', {
        params: { path: { collection_name: collection } },
        body: { ...(chosen.filter === null ? {} : { filter: chosen.filter }), sort: ['id'], limit: PAGE, total: false, cursor },
        signal,
      }),
    );
    yield page.records.map((record) => record.id);
    cursor = page.next_cursor;
  } while (cursor !== null);
}

/**
 * Does the same to all chosen records, each page in one transaction. Records that are refused are
 * left out and told; those that are gone meanwhile count as done.
 *
 * @param figures is kept up to date
 * @throws ApiError where the server fails, or too much is refused; what the figures tell stays
 */
export async function runBulk(
  collection: string,
  chosen: Chosen,
  operation: (id: string) => Operation,
  figures: BulkFigures,
  signal: AbortSignal,
): Promise<void> {
  for await (const ids of pagesOf(collection, chosen, signal)) {
    signal.throwIfAborted();
    await applyPage(ids, operation, figures, signal);
  }
}

async function applyPage(ids: string[], operation: (id: string) => Operation, figures: BulkFigures, signal: AbortSignal): Promise<void> {
  const left = [...ids];
  while (left.length > 0) {
    try {
      await applyBatch(left.map(operation), signal);
      figures.changed += left.length;
      return;
    } catch (failure) {
      if (!(failure instanceof ApiError)) {
        throw failure;
      }
      if (failure.code === 'batch_too_large' && left.length > 1) {
        await applyPage(left.splice(0, left.length >> 1), operation, figures, signal);
        continue;
      }
      if (failure.index === null || figures.refused.length >= MOST_REFUSALS) {
        throw failure;
      }
      const [id] = left.splice(failure.index, 1);
      if (failure.code !== 'record_not_found') {
        figures.refused.push({ id: id!, message: failure.message });
      }
    }
  }
}

/** Applies operations, all or none. */
export async function applyBatch(operations: Operation[], signal?: AbortSignal): Promise<void> {
  await api.POST('/api/batch', {
    params: { header: { Prefer: 'return=minimal' } },
    body: { operations },
    ...(signal === undefined ? {} : { signal }),
  });
}

/** Records as they are now, to be brought back later. */
export async function readRecords(collection: string, ids: readonly string[]): Promise<RecordOf[]> {
  const all: RecordOf[] = [];
  let cursor: string | null = null;
  do {
    const page: Schemas['RecordList'] = await data(
      api.POST('/api/collections/{collection_name}/records/query', {
        params: { path: { collection_name: collection } },
        body: { filter: { id: { in: ids } }, limit: 1000, total: false, cursor },
      }),
    );
    all.push(...page.records);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return all;
}

/** Makes deleted records again, with their ids, owners and values. */
export async function recreateRecords(collection: string, records: readonly RecordOf[]): Promise<void> {
  await applyBatch(
    records.map((record) => ({ op: 'create', collection, id: record.id, owner_id: record.owner_id, data: record.data })),
  );
}
