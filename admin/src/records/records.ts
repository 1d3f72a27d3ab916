import type { QueryClient } from '@tanstack/vue-query';
import { api, data, type Schemas } from '@/api/client';
import type { ListParameters, RecordQuery } from './pageReader';

export type RecordOf = Schemas['Record'];

/** A record with the version that it had when it was read. */
export interface VersionedRecord {
  record: RecordOf;
  /** For `If-Match`. */
  etag: string;
}

function path(collection: string, id: string) {
  return { collection_name: collection, record_id: id };
}

/** Where the API has a record, or all of them. */
export function addressOf(collection: string, id?: string): string {
  const all = `/api/collections/${encodeURIComponent(collection)}/records`;
  return id === undefined ? all : `${all}/${id}`;
}

function versioned(reply: { data?: RecordOf; response: Response }): VersionedRecord {
  return { record: reply.data as RecordOf, etag: reply.response.headers.get('ETag') ?? '' };
}

function filtered(filter: string | null): { filter?: string } {
  return filter === null ? {} : { filter };
}

/** A part of a list; it is not counted. */
export async function listRecords(asked: RecordQuery, parameters: ListParameters, signal: AbortSignal): Promise<Schemas['RecordList']> {
  const query = { ...parameters, sort: [parameters.sort], total: false, ...filtered(asked.filter) };
  return data(
    api.GET('/api/collections/{collection_name}/records', {
      params: { path: { collection_name: asked.collection }, query },
      signal,
    }),
  );
}

/** How many records match a filter; null for all. */
export async function countRecords(collection: string, filter: string | null, signal: AbortSignal): Promise<number> {
  const query = { limit: 0, ...filtered(filter) };
  const list = await data(
    api.GET('/api/collections/{collection_name}/records', { params: { path: { collection_name: collection }, query }, signal }),
  );
  return list.total ?? 0;
}

export async function getRecord(collection: string, id: string): Promise<VersionedRecord> {
  return versioned(
    await api.GET('/api/collections/{collection_name}/records/{record_id}', { params: { path: path(collection, id) } }),
  );
}

export async function createRecord(collection: string, body: Schemas['RecordInput']): Promise<RecordOf> {
  return data(
    api.POST('/api/collections/{collection_name}/records', { params: { path: { collection_name: collection } }, body }),
  );
}

/** @throws ApiError 412 where somebody else was faster */
export async function updateRecord(
  collection: string,
  id: string,
  etag: string,
  body: Schemas['RecordPatch'],
): Promise<VersionedRecord> {
  return versioned(
    await api.PATCH('/api/collections/{collection_name}/records/{record_id}', {
      params: { path: path(collection, id), header: { 'If-Match': etag } },
      body,
    }),
  );
}

export async function deleteRecord(collection: string, id: string): Promise<void> {
  await api.DELETE('/api/collections/{collection_name}/records/{record_id}', { params: { path: path(collection, id) } });
}

/** Reads anew what is shown of a collection's records. */
export async function refreshRecords(queries: QueryClient, collection: string): Promise<void> {
  await queries.invalidateQueries({ queryKey: ['records', collection] });
}
