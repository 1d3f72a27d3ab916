import { useQuery } from '@tanstack/vue-query';
import { api, data } from '@/api/client';
import type { CallDetail } from './calls';

const LIVE_MS = 1_000;
const MOST_INNER = 200;

/** One call, followed while it runs. */
export function useCall(id: () => string) {
  return useQuery({
    queryKey: ['calls', 'one', id],
    enabled: () => id() !== '',
    queryFn: () => data(api.GET('/api/admin/functions/calls/{call_id}', { params: { path: { call_id: id() } } })),
    refetchInterval: (query) => (query.state.data?.status === 'running' ? LIVE_MS : false),
  });
}

/** The calls that a call made: they began before it ended, which bounds where the server looks for them. */
export function useInnerCalls(call: () => CallDetail | undefined) {
  return useQuery({
    queryKey: ['calls', 'inner', () => call()?.id, () => call()?.finished_at],
    enabled: () => call() !== undefined,
    placeholderData: (before) => before,
    queryFn: () => {
      const { id, finished_at: end } = call()!;
      const until = end === null ? {} : { until: new Date(Date.parse(end) + 1).toISOString() };
      return data(api.GET('/api/admin/functions/calls', { params: { query: { parent_id: id, limit: MOST_INNER, total: false, ...until } } }));
    },
  });
}
