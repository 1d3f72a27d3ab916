import { useQuery } from '@tanstack/vue-query';
import { computed } from 'vue';
import type { RouteLocationRaw } from 'vue-router';
import { api, data } from '@/api/client';

/** A call of a function or a run of a hook that has failed. */
export interface Failure {
  id: string;
  name: string;
  message: string;
  time: string;
  to: RouteLocationRaw;
}

const MOST = 6;
const REFRESHED_MS = 10_000;

/** The last failures, the newest at first. */
export function useRecentFailures() {
  const calls = useQuery({
    queryKey: ['calls', 'failed', MOST],
    queryFn: () => data(api.GET('/api/admin/functions/calls', { params: { query: { status: 'failed', limit: MOST, total: false } } })),
    refetchInterval: REFRESHED_MS,
  });
  const hooks = useQuery({
    queryKey: ['hooks', 'failures', MOST],
    queryFn: () => data(api.GET('/api/admin/hooks/failures', { params: { query: { limit: MOST } } })),
    refetchInterval: REFRESHED_MS,
  });
  const failures = computed<Failure[]>(() =>
    [
      ...(calls.data.value?.calls ?? []).map((it) => ({
        id: it.id,
        name: it.function_name,
        message: it.error_message ?? it.error_type ?? '',
        time: it.finished_at ?? it.started_at,
        to: { name: 'calls', params: { call: it.id } },
      })),
      ...(hooks.data.value?.failures ?? []).map((it) => ({
        id: it.id,
        name: it.handler,
        message: it.error_message ?? it.error_type ?? '',
        time: it.failed_at,
        to: { name: 'hooks' },
      })),
    ]
      .sort((a, b) => b.time.localeCompare(a.time))
      .slice(0, MOST),
  );
  const isPending = computed(() => calls.isPending.value || hooks.isPending.value);
  return { failures, isPending };
}
