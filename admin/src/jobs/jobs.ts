import type { Schemas } from '@/api/client';
import type { Tone } from '@/ui/StatusBadge.vue';
import type { Run } from '@/ui/RunStrip.vue';

export type Job = Schemas['Job'];
export type JobStatus = Job['status'];

export const STATUSES: readonly JobStatus[] = ['queued', 'running', 'succeeded', 'failed', 'cancelled', 'skipped'];

export function toneOf(status: string | null): Tone {
  switch (status) {
    case 'succeeded':
      return 'success';
    case 'queued':
    case 'running':
    case 'skipped':
      return 'warning';
    case 'failed':
      return 'danger';
    default:
      return 'neutral';
  }
}

/** How long its last attempt took; null where it has not ended, or not begun. */
export function durationMs(job: Job): number | null {
  return job.started_at === null || job.finished_at === null
    ? null
    : Math.max(Date.parse(job.finished_at) - Date.parse(job.started_at), 0);
}

/** Whether it can be given one further attempt. */
export function canRetry(job: Job): boolean {
  return job.status === 'failed' || job.status === 'cancelled';
}

/** Whether there is still something to be stopped. */
export function canCancel(job: Job): boolean {
  return job.status === 'queued' || job.status === 'running';
}

/** The bars of a strip, the oldest first. */
export function runsOf(newestFirst: readonly Job[], word: (status: JobStatus) => string): Run[] {
  return newestFirst
    .map((job) => ({
      id: job.id,
      tone: toneOf(job.status),
      status: word(job.status),
      time: job.started_at ?? job.run_at,
      durationMs: durationMs(job),
    }))
    .reverse();
}
