import { useQueries } from '@tanstack/vue-query';
import { computed } from 'vue';
import { api, data } from '@/api/client';
import { useCollections } from '@/collections/collections';

/** So many collections are counted. */
const MOST = 200;

/** How many records belong to somebody, by collection; those without any are left out. */
export function useOwnedRecords(userId: string) {
  const collections = useCollections();
  const counted = computed(() => (collections.data.value ?? []).slice(0, MOST));
  const filter = JSON.stringify({ owner_id: userId });
  const counts = useQueries({
    queries: computed(() =>
      counted.value.map(({ name }) => ({
        queryKey: ['records', name, 'owned', userId],
        queryFn: async () => {
          const query = { filter, limit: 0, total: true };
          const params = { path: { collection_name: name }, query };
          const { total } = await data(api.GET('/api/collections/{collection_name}/records', { params }));
          return { name, total: total ?? 0 };
        },
      })),
    ),
  });
  return {
    filter,
    owned: computed(() => counts.value.flatMap(({ data: found }) => (found && found.total > 0 ? [found] : []))),
    isPending: computed(() => collections.isPending.value || counts.value.some((it) => it.isPending)),
    /** How many collections were counted, where there are more. */
    countedOnly: computed(() => (counted.value.length < (collections.data.value?.length ?? 0) ? counted.value.length : null)),
  };
}
