import { useQuery } from '@tanstack/vue-query';
import { computed, type Ref } from 'vue';
import { api, data } from '@/api/client';
import type { ApiRequest } from '@/api/snippets';
import { useCollections } from '@/collections/collections';
import {
  FUNCTION_OPERATIONS,
  functionRequest,
  type Operation,
  RECORD_OPERATIONS,
  recordRequest,
  SESSION_OPERATIONS,
  sessionRequest,
  type Subject,
} from './apiRequests';

function useFunctions() {
  return useQuery({
    queryKey: ['functions', 'schemas'],
    queryFn: () => data(api.GET('/api/functions/admin/list', { params: { query: { schemas: true } } })),
  });
}

/** The names of the collections or functions that there are; undefined while they are loaded. */
export function useThings(subject: Ref<Subject>) {
  const collections = useCollections();
  const functions = useFunctions();
  return computed(() => {
    const found = { collections: collections.data.value, functions: functions.data.value, session: [] }[subject.value];
    return found?.map((it) => it.name);
  });
}

/**
 * A request that does an operation with a thing of this instance, undefined while that is loaded; and what
 * could not be loaded for it.
 */
export function useApiRequest(subject: Ref<Subject>, thing: Ref<string>, operation: Ref<Operation>) {
  const collections = useCollections();
  const functions = useFunctions();
  const isRecords = computed(() => subject.value === 'collections' && thing.value !== '');
  const params = computed(() => ({ path: { collection_name: thing.value } }));
  const schema = useQuery({
    queryKey: ['collections', thing, 'schema'],
    queryFn: () => data(api.GET('/api/collections/{collection_name}/schema.json', { params: params.value })),
    enabled: isRecords,
  });
  const record = useQuery({
    queryKey: ['records', thing, 'first'],
    queryFn: async () => {
      const query = { limit: 1, total: false };
      const page = await data(api.GET('/api/collections/{collection_name}/records', { params: { ...params.value, query } }));
      return page?.records[0] ?? null;
    },
    enabled: isRecords,
  });

  const needed = computed(() => ({ collections: [collections, schema], functions: [functions], session: [] })[subject.value]);
  const failed = computed(() => needed.value.find((it) => it.error.value !== null));

  const request = computed((): ApiRequest | undefined => {
    const collection = collections.data.value?.find((it) => it.name === thing.value);
    const record_ = RECORD_OPERATIONS.find((it) => it === operation.value);
    if (record_ !== undefined) {
      const isLoaded = collection !== undefined && schema.data.value !== undefined && !record.isPending.value;
      return isLoaded ? recordRequest(record_, collection, schema.data.value, record.data.value ?? null) : undefined;
    }
    const session = SESSION_OPERATIONS.find((it) => it === operation.value);
    if (session !== undefined) {
      return sessionRequest(session);
    }
    const call = FUNCTION_OPERATIONS.find((it) => it === operation.value);
    const called = functions.data.value?.find((it) => it.name === thing.value);
    return call !== undefined && called !== undefined ? functionRequest(call, called) : undefined;
  });
  return { request, failed };
}
