import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/vue-query';
import type { Ref } from 'vue';
import { api, data } from '@/api/client';
import { append, type LogFilter, logQuery, type ReadLog } from './logLines';

const REFRESH_MS = 2_000;

/** The server's log by a filter; what comes is asked for until it is paused. */
export function useServerLog(filter: Ref<LogFilter>, paused: Ref<boolean>) {
  const queries = useQueryClient();
  return useQuery({
    queryKey: ['logs', filter],
    queryFn: async ({ queryKey, signal }): Promise<ReadLog> => {
      const known = queries.getQueryData<ReadLog>(queryKey);
      const query = { ...logQuery(filter.value), ...(known ? { after: known.next } : {}) };
      return append(known, await data(api.GET('/api/admin/logs', { params: { query }, signal })));
    },
    refetchInterval: () => (paused.value ? false : REFRESH_MS),
    refetchOnWindowFocus: () => !paused.value,
    gcTime: 0,
    placeholderData: keepPreviousData,
  });
}
