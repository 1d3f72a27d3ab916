import { useQuery } from '@tanstack/vue-query';
import { computed } from 'vue';
import { parseJson } from '@/api/exactJson';
import { countRecords, listRecords } from './records';
import { NEWEST } from './sorting';

const EVERY_MS = 5_000;

/** How many records have been made since the table was read, of those that it would show. */
export function useNewRecords(collection: string, filter: () => string | null) {
  const newest = useQuery({
    queryKey: ['records', collection, 'newest'],
    staleTime: Infinity,
    queryFn: async ({ signal }) => {
      const list = await listRecords({ collection, sort: NEWEST, filter: null }, { sort: NEWEST, limit: 1 }, signal);
      return list.records[0]?.created_at ?? new Date(0).toISOString();
    },
  });
  const since = computed(() => newest.data.value ?? '');
  const added = useQuery({
    queryKey: ['records', collection, 'new', filter, since],
    enabled: () => since.value !== '',
    refetchInterval: EVERY_MS,
    queryFn: ({ signal }) => {
      const made = { created_at: { gt: since.value } };
      const both = filter() === null ? made : { and: [parseJson(filter()!), made] };
      return countRecords(collection, JSON.stringify(both), signal);
    },
  });
  return computed(() => added.data.value ?? 0);
}
