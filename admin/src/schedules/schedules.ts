import { useQuery } from '@tanstack/vue-query';
import type { MaybeRefOrGetter } from 'vue';
import { toValue } from 'vue';
import { api, data, type Schemas } from '@/api/client';

export type Schedule = Schemas['Schedule'];

/** Somewhat later than planned is no lateness: jobs are looked for every second or so. */
const LATE_MS = 15_000;
const REFRESHED_MS = 5_000;
const MOST = 1000;

/** All schedules by name; those of the server itself only if they are asked for. */
export function useSchedules(source: MaybeRefOrGetter<'user' | 'all'> = 'user') {
  return useQuery({
    queryKey: ['schedules', 'list', source],
    queryFn: () => data(api.GET('/api/admin/schedules', { params: { query: { limit: MOST, source: toValue(source) } } })),
    refetchInterval: REFRESHED_MS,
  });
}

export type ScheduleState = 'active' | 'late' | 'paused' | 'ended';

/** How it stands at a moment. */
export function stateOf(schedule: Schedule, now: number): ScheduleState {
  if (!schedule.is_active) {
    return 'paused';
  }
  if (schedule.next_run_at === null) {
    return 'ended';
  }
  return Date.parse(schedule.next_run_at) < now - LATE_MS ? 'late' : 'active';
}

/** Where it is changed: here, in a function's file, in an extension, or nowhere. */
export type Origin = { kind: 'api' } | { kind: 'code' } | { kind: 'system' } | { kind: 'extension'; name: string };

export function originOf(schedule: Schedule): Origin {
  const [kind, name] = schedule.source.split(':');
  switch (kind) {
    case 'code':
      return { kind };
    case 'system':
      return { kind };
    case 'extension':
      return { kind, name: name ?? '' };
    default:
      return { kind: 'api' };
  }
}
