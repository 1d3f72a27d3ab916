import { useMutation, useQueryClient } from '@tanstack/vue-query';
import { useI18n } from 'vue-i18n';
import { api, data } from '@/api/client';
import { done, failed } from '@/ui/toasts';

/** What can be done with a job, by its id. */
export function useJobActions() {
  const { t } = useI18n();
  const queries = useQueryClient();

  function path(id: string) {
    return { params: { path: { job_id: id } } };
  }

  async function changed(text: string, queryKey = ['jobs']) {
    done(text);
    await queries.invalidateQueries({ queryKey });
  }

  const retry = useMutation({
    mutationFn: (id: string) => data(api.POST('/api/admin/jobs/{job_id}/retry', path(id))),
    onSuccess: () => changed(t('jobs.retried')),
    onError: failed,
  });
  const cancel = useMutation({
    mutationFn: (id: string) => data(api.POST('/api/admin/jobs/{job_id}/cancel', path(id))),
    onSuccess: () => changed(t('jobs.cancelled')),
    onError: failed,
  });
  const remove = useMutation({
    mutationFn: (id: string) => api.DELETE('/api/admin/jobs/{job_id}', path(id)),
    // The list alone: what is shown of the job itself is not there any more.
    onSuccess: () => changed(t('jobs.deleted'), ['jobs', 'list']),
    onError: failed,
  });
  return { retry, cancel, remove };
}
