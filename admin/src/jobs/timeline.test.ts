import { expect, it } from 'vitest';
import type { Job } from './jobs';
import { stepsOf } from './timeline';

const JOB: Job = {
  id: 'j', function_name: 'f', status: 'queued', priority: 0, run_at: '2026-01-01T00:00:00Z', attempt: 0, max_attempts: 5, unique_key: null,
  schedule_id: null, scheduled_at: null, payload: {}, call_id: null, result_at: null, trigger_type: 'job', requested_by_user_id: null,
  request_id: 'r', error_type: null, error_message: null, node: null, created_at: '2026-01-01T00:00:00Z', started_at: null, finished_at: null,
  next_attempt_at: '2026-01-01T00:00:00Z',
};

function call(status: 'running' | 'succeeded' | 'failed', message: string | null) {
  return {
    id: 'c', function_name: 'f', status, trigger_type: 'job' as const, trigger_id: 'j', job_id: 'j', parent_id: null, requested_by_user_id: null,
    requested_by_token: null, version_id: null, version: 'v', request_id: 'r', started_at: '2026-01-01T00:00:01Z', finished_at: null,
    duration_ms: 1, duration_micros: 1000, error_type: null, error_message: message, error_code: null, created_at: '2026-01-01T00:00:01Z',
  };
}

it('a job that waits tells when it starts, and which attempt that is', () => {
  expect(stepsOf(JOB, []).map((it) => it.kind)).toEqual(['enqueued', 'planned']);
  const again = stepsOf({ ...JOB, attempt: 1, error_message: 'no' }, [call('failed', 'no')]);
  expect(again.map((it) => [it.kind, it.attempt])).toEqual([['enqueued', 0], ['attempt', 1], ['next', 2]]);
});

it('an attempt that is known by its call is not announced as well by a job that was read before it', () => {
  const steps = stepsOf({ ...JOB, attempt: 1, error_message: 'no' }, [call('running', null), call('failed', 'no')]);
  expect(steps.map((it) => [it.kind, it.attempt])).toEqual([['enqueued', 0], ['attempt', 1], ['running', 2]]);
});

it('attempts are counted from the last one where older calls are gone', () => {
  const steps = stepsOf({ ...JOB, status: 'succeeded', attempt: 7 }, [call('succeeded', null), call('failed', 'no')]);
  expect(steps.map((it) => it.attempt)).toEqual([0, 6, 7]);
});

it('a failure that no call tells of is told by the job', () => {
  const lost = { ...JOB, status: 'failed' as const, attempt: 1, error_type: 'WorkerLost', error_message: 'gone' };
  expect(stepsOf(lost, []).at(-1)).toMatchObject({ kind: 'failed', error: 'gone' });
  expect(stepsOf({ ...lost, error_message: 'no' }, [call('failed', 'no')])).toHaveLength(2);
});
