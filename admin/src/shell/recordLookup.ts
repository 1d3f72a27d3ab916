import { api, data } from '@/api/client';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** So many collections are asked, so many at the same time. */
const MOST = 1_000;
const AT_ONCE = 6;

export function isRecordId(text: string): boolean {
  return UUID.test(text.trim());
}

/** The collections that have a record of an id, which is one at most unless somebody has copied it. */
export async function collectionsWith(id: string, collections: readonly string[], signal: AbortSignal): Promise<string[]> {
  const waiting = collections.slice(0, MOST);
  const found: string[] = [];
  const look = async () => {
    while (found.length === 0 && waiting.length > 0) {
      const name = waiting.shift()!;
      if (await has(name, id, signal)) {
        found.push(name);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, look));
  return found;
}

async function has(collection: string, id: string, signal: AbortSignal): Promise<boolean> {
  const query = { filter: JSON.stringify({ id }), limit: 1, total: false };
  const params = { path: { collection_name: collection }, query };
  const page = await data(api.GET('/api/collections/{collection_name}/records', { params, signal }));
  return page.records.length > 0;
}
