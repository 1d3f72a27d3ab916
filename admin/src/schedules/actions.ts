import { useMutation, useQueryClient } from '@tanstack/vue-query';
import { useI18n } from 'vue-i18n';
import { api, data } from '@/api/client';
import { done, failed } from '@/ui/toasts';
import type { Schedule } from './schedules';

/** What can be done with a schedule from its row and its panel. */
export function useScheduleActions() {
  const { t } = useI18n();
  const queries = useQueryClient();

  async function refresh() {
    await Promise.all([
      queries.invalidateQueries({ queryKey: ['schedules'] }),
      queries.invalidateQueries({ queryKey: ['jobs'] }),
    ]);
  }

  function path(schedule: Schedule) {
    return { params: { path: { schedule_id: schedule.id } } };
  }

  const run = useMutation({
    mutationFn: (schedule: Schedule) => data(api.POST('/api/admin/schedules/{schedule_id}/run', path(schedule))),
    onSuccess: async (_, schedule) => {
      done(t('schedules.started', { name: schedule.name }));
      await refresh();
    },
    onError: failed,
  });
  const turn = useMutation({
    mutationFn: (schedule: Schedule) =>
      data(api.PATCH('/api/admin/schedules/{schedule_id}', { ...path(schedule), body: { is_active: !schedule.is_active } })),
    onSuccess: async (now) => {
      done(t(now.is_active ? 'schedules.resumed' : 'schedules.paused', { name: now.name }));
      await refresh();
    },
    onError: failed,
  });
  const remove = useMutation({
    mutationFn: (schedule: Schedule) => api.DELETE('/api/admin/schedules/{schedule_id}', path(schedule)),
    onSuccess: async (_, schedule) => {
      done(t('schedules.deleted', { name: schedule.name }));
      // The list alone: what is shown of the schedule itself is not there any more.
      await queries.invalidateQueries({ queryKey: ['schedules', 'list'] });
    },
    onError: failed,
  });
  return { run, turn, remove };
}
