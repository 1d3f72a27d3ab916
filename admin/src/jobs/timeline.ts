import type { Schemas } from '@/api/client';
import type { Tone } from '@/ui/StatusBadge.vue';
import { type Job, toneOf } from './jobs';

export type Call = Schemas['FunctionCall'];

/** One thing that has happened to a job, or will. */
export interface Step {
  kind: 'enqueued' | 'planned' | 'attempt' | 'next' | 'cancelled' | 'skipped' | 'failed' | 'running';
  time: string | null;
  tone: Tone;
  attempt: number;
  callId: string | null;
  durationMs: number | null;
  error: string | null;
  errorType: string | null;
}

const NOTHING = { attempt: 0, callId: null, durationMs: null, error: null, errorType: null };

function attemptOf(call: Call, attempt: number): Step {
  return {
    kind: call.status === 'running' ? 'running' : 'attempt',
    time: call.started_at,
    tone: toneOf(call.status),
    attempt,
    callId: call.id,
    durationMs: call.duration_ms,
    error: call.error_message,
    errorType: call.error_type,
  };
}

/**
 * The end of a job that no call tells of: one that was cancelled, left out, or lost its worker. Calls
 * may be read later than the job: the next attempt is then one of them.
 */
function endOf(job: Job, calls: readonly Call[]): Step[] {
  const failure = { error: job.error_message, errorType: job.error_type };
  switch (job.status) {
    case 'queued': {
      if (calls.length > job.attempt) {
        return [];
      }
      const retried = job.attempt > 0;
      return [{ ...NOTHING, kind: retried ? 'next' : 'planned', time: job.next_attempt_at ?? job.run_at, tone: 'neutral', attempt: job.attempt + 1 }];
    }
    case 'cancelled':
    case 'skipped':
      return [{ ...NOTHING, kind: job.status, time: job.finished_at, tone: 'neutral' }];
    case 'failed':
      return calls[0]?.error_message === job.error_message ? [] : [{ ...NOTHING, ...failure, kind: 'failed', time: job.finished_at, tone: 'danger' }];
    case 'running':
    case 'succeeded':
      return [];
  }
}

/** The steps of a job in order; its calls come the newest first, and old ones may be gone. */
export function stepsOf(job: Job, calls: readonly Call[]): Step[] {
  const attempts = [...calls].reverse();
  const first = Math.max(job.attempt - attempts.length, 0);
  return [
    { ...NOTHING, kind: 'enqueued', time: job.created_at, tone: 'neutral' },
    ...attempts.map((call, index) => attemptOf(call, first + index + 1)),
    ...endOf(job, calls),
  ];
}
