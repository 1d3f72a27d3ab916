import type { ApiRequest } from '@/api/snippets';
import type { Collection } from '@/collections/collections';
import { changes, type Draft } from './draft';
import { addressOf, type VersionedRecord } from './records';

/** The request that saves what was written; where nothing was, the one that reads the record. */
export function requestOf(
  collection: Collection,
  id: string | null,
  base: VersionedRecord | null,
  draft: Draft,
  before: Draft,
): ApiRequest {
  const values = written(collection, draft, before);
  if (id === null) {
    return { method: 'POST', path: addressOf(collection.name), body: { data: values } };
  }
  const path = addressOf(collection.name, id);
  return Object.keys(values).length === 0
    ? { method: 'GET', path }
    : { method: 'PATCH', path, headers: { 'If-Match': base?.etag ?? '' }, body: { data: values } };
}

/** What is no value yet is shown as it was written. */
function written(collection: Collection, draft: Draft, before: Draft): Record<string, unknown> {
  try {
    return changes(collection.schema.fields, draft, before);
  } catch {
    return Object.fromEntries(Object.entries(draft).filter(([name, text]) => text !== before[name]));
  }
}
