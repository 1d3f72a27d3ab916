import { api, ApiError, data } from '@/api/client';

/**
 * Records as they are stored, to be brought back later. They stay a text, so that no digit of them
 * is lost on the way.
 */
export interface Snapshot {
  collection: string;
  /** A record a line. */
  text: string;
}

/** Reads some records; as many as an address holds the ids of, which is some hundred. */
export async function takeSnapshot(collection: string, ids: readonly string[]): Promise<Snapshot> {
  const text = (await data(
    api.GET('/api/collections/{collection_name}/export', {
      params: {
        path: { collection_name: collection },
        query: { format: 'ndjson', filter: JSON.stringify({ id: { in: ids } }), hooks: false },
      },
      parseAs: 'text',
    }),
  )) as string;
  return { collection, text };
}

/**
 * Makes the records again, with their ids, owners, values and times, and tells how many it
 * made: some may be there still.
 *
 * @throws ApiError for the first that can't be made
 */
export async function restoreSnapshot({ collection, text }: Snapshot): Promise<number> {
  const result = await data(
    api.POST('/api/collections/{collection_name}/import', {
      params: { path: { collection_name: collection }, query: { format: 'ndjson', on_error: 'continue', hooks: false } },
      body: text,
      bodySerializer: (body: unknown) => body as string,
      headers: { 'Content-Type': 'application/x-ndjson' },
    }),
  );
  const first = result.errors.find((error) => error.code !== 'duplicate_id');
  if (first !== undefined) {
    throw new ApiError(400, first.code, first.message, null, {});
  }
  return result.inserted;
}
