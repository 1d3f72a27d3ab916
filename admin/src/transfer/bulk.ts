import { api, ApiError, data, type Schemas } from '@/api/client';
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
 * @param signal ends it between two pages, so that the figures are right
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
    await applyPage(ids, operation, figures);
  }
}

async function applyPage(ids: string[], operation: (id: string) => Operation, figures: BulkFigures): Promise<void> {
  const left = [...ids];
  while (left.length > 0) {
    try {
      await applyBatch(left.map(operation));
      figures.changed += left.length;
      return;
    } catch (failure) {
      if (!(failure instanceof ApiError)) {
        throw failure;
      }
      if (failure.code === 'batch_too_large' && left.length > 1) {
        await applyPage(left.splice(0, left.length >> 1), operation, figures);
        continue;
      }
      if (failure.index === null || isOfAll(failure, figures) || figures.refused.length >= MOST_REFUSALS) {
        throw failure;
      }
      const [id] = left.splice(failure.index, 1);
      if (failure.code !== 'record_not_found') {
        figures.refused.push({ id: id!, message: failure.message });
      }
    }
  }
}

/** What the very first record is refused for, by its data, will not do for the others. */
function isOfAll(failure: ApiError, figures: BulkFigures): boolean {
  return failure.code === 'validation_failed' && failure.index === 0 && figures.changed + figures.refused.length === 0;
}

/** Applies operations, all or none. */
async function applyBatch(operations: Operation[]): Promise<void> {
  await api.POST('/api/batch', {
    params: { header: { Prefer: 'return=minimal' } },
    body: { operations },
  });
}
