import { useQuery } from '@tanstack/vue-query';
import type { MaybeRefOrGetter } from 'vue';
import { toValue } from 'vue';
import { api, data, type Schemas } from '@/api/client';

export type Collection = Schemas['Collection'];

/** All collections, by name. */
export function useCollections() {
  return useQuery({
    queryKey: ['collections'],
    queryFn: () => data(api.GET('/api/collections')),
  });
}

/** One collection as it is now. */
export function useCollection(name: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: ['collections', () => toValue(name)],
    queryFn: () =>
      data(api.GET('/api/collections/{collection_name}', { params: { path: { collection_name: toValue(name) } } })),
  });
}

/** What a page about it is called: its label, or its name where that cannot be known; nothing until then. */
export function labelOf(collection: ReturnType<typeof useCollection>, name: string): string | undefined {
  return collection.data.value?.label ?? (collection.isError.value ? name : undefined);
}

/** How many records each collection had when it was last looked. */
export function useRecordCounts() {
  return useQuery({
    queryKey: ['metrics'],
    queryFn: () => data(api.GET('/api/admin/metrics')),
    select: (metrics) => new Map(metrics.collection_sizes.map((it) => [it.collection_name, it.record_count])),
  });
}

/** A name that fits a label. */
export function nameFor(label: string): string {
  return label
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '');
}
