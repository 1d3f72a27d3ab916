import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/vue-query';
import { computed, type Ref } from 'vue';
import { useI18n } from 'vue-i18n';
import { api, ApiError, data } from '@/api/client';
import { count } from '@/ui/format';
import { done, failed } from '@/ui/toasts';
import type { HookFailure } from './hooks';

export const PAGE = 100;
const REFRESHED_MS = 5_000;

function page(handler: string, offset: number) {
  const query = { limit: PAGE, offset, ...(handler === '' ? {} : { handler }) };
  return data(api.GET('/api/admin/hooks/failures', { params: { query } }));
}

/** Events for which a handler has failed for good, page by page; those of all handlers where none is named. */
export function useFailures(handler: Ref<string>) {
  const pages = useInfiniteQuery({
    queryKey: ['hook-failures', 'list', handler],
    initialPageParam: 0,
    queryFn: ({ pageParam }) => page(handler.value, pageParam),
    getNextPageParam: (last) => (last.offset + last.failures.length < last.total ? last.offset + last.failures.length : null),
    refetchInterval: (query) => ((query.state.data?.pages.length ?? 1) > 1 ? false : REFRESHED_MS),
  });
  const failures = computed(() => pages.data.value?.pages.flatMap((it) => it.failures));
  const total = computed(() => pages.data.value?.pages[0]?.total ?? 0);
  return { pages, failures, total };
}

/** What can be done about them; `closed` is called when one has left the list. */
export function useFailureActions(handler: Ref<string>, total: Ref<number>, closed: () => void) {
  const { t, locale } = useI18n();
  const queries = useQueryClient();

  async function refresh() {
    await Promise.all([queries.invalidateQueries({ queryKey: ['hook-failures'] }), queries.invalidateQueries({ queryKey: ['hooks'] })]);
  }

  async function left(text: string) {
    done(text);
    closed();
    await refresh();
  }

  const retrying = useMutation({
    mutationFn: (failure: HookFailure) => retry(failure.id),
    onSuccess: () => left(t('hooks.retried')),
    onError: failed,
  });
  const forgetting = useMutation({
    mutationFn: (failure: HookFailure) => api.DELETE('/api/admin/hooks/failures/{failure_id}', { params: { path: { failure_id: failure.id } } }),
    onSuccess: () => left(t('hooks.forgotten')),
    onError: failed,
  });
  const retryingAll = useMutation({
    mutationFn: () => retryAll(handler.value, total.value),
    onSuccess: (retried) => done(t('hooks.retriedAll', { n: count(retried, locale.value) }, retried)),
    onError: failed,
    onSettled: refresh,
  });
  return { retrying, forgetting, retryingAll };
}

/** What is retried leaves the list, so that the first page is always the next one; bounded by what there was. */
async function retryAll(handler: string, most: number): Promise<number> {
  let retried = 0;
  for (let left = most; left > 0; ) {
    const { failures } = await page(handler, 0);
    for (const failure of failures) {
      retried += await retry(failure.id);
    }
    left = failures.length === 0 ? 0 : left - failures.length;
  }
  return retried;
}

/** How many were retried: none where somebody else has retried or forgotten it meanwhile. */
async function retry(id: string): Promise<number> {
  try {
    await api.POST('/api/admin/hooks/failures/{failure_id}/retry', { params: { path: { failure_id: id } } });
    return 1;
  } catch (failure) {
    if (failure instanceof ApiError && failure.status === 404) {
      return 0;
    }
    throw failure;
  }
}
