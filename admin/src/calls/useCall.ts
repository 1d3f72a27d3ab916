import { useQuery } from '@tanstack/vue-query';
import { api, data } from '@/api/client';

const LIVE_MS = 1_000;

/** One call, followed while it runs. */
export function useCall(id: () => string) {
  return useQuery({
    queryKey: ['calls', 'one', id],
    enabled: () => id() !== '',
    queryFn: () => data(api.GET('/api/admin/functions/calls/{call_id}', { params: { path: { call_id: id() } } })),
    refetchInterval: (query) => (query.state.data?.status === 'running' ? LIVE_MS : false),
  });
}
