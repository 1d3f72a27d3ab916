import { expect, test } from 'vitest';
import type { Schemas } from '@/api/client';
import { attention, publicCollections } from './attention';

const NOW = Date.parse('2026-11-27T12:00:00Z');
const counts = {
  users: 1,
  collections: 1,
  records: 10,
  functions: 1,
  function_files_with_errors: 0,
  hooks: 0,
  hook_failures: 0,
  extensions: 0,
  extensions_failed: 0,
  schedules: 0,
  schedules_active: 0,
  schedules_due: 0,
  schedules_late: 0,
  schedules_failing: 0,
  jobs_waiting: 0,
  jobs_due: 0,
  jobs_running: 0,
  jobs_failed: 0,
};

function status(change: Partial<Schemas['InstanceStatus']>): Schemas['InstanceStatus'] {
  return {
    checks: { database: 'ok' },
    counts,
    storage: { functions_bytes: 0, backups_bytes: 0, free_bytes: 60e9, total_bytes: 100e9 },
    backup: { schedule: null, last: { at: '2026-11-26T12:00:00Z', duration_ms: 1, bytes: 1 } },
    ...change,
  } as Schemas['InstanceStatus'];
}

function keys(change: Partial<Schemas['InstanceStatus']>, updates = 0): string[] {
  return attention(status(change), updates, NOW).map((it) => it.key);
}

test('an instance that is well needs nothing', () => {
  expect(keys({})).toEqual([]);
});

test('what has failed comes before what waits', () => {
  const now = { ...counts, schedules_late: 1, jobs_failed: 2, hook_failures: 3 };
  expect(keys({ counts: now, checks: { database: 'failed' } }, 1)).toEqual(['checks', 'jobs', 'hooks', 'late', 'updates']);
});

test('backups are missed after a week, and from the start where there are records', () => {
  const backup = { schedule: null, last: { at: '2026-11-20T11:00:00Z', duration_ms: 1, bytes: 1 } };
  expect(attention(status({ backup }), 0, NOW)).toMatchObject([{ key: 'backup', n: 7 }]);
  expect(keys({ backup: { schedule: null, last: null } })).toEqual(['noBackup']);
  expect(keys({ backup: { schedule: null, last: null }, counts: { ...counts, records: 0 } })).toEqual([]);
});

test('a disk is told of when it is nearly full, by its part or by what is left', () => {
  const disk = (free: number | null, total: number | null) =>
    keys({ storage: { functions_bytes: 0, backups_bytes: 0, free_bytes: free, total_bytes: total } });
  expect(disk(9e9, 100e9)).toEqual(['disk']);
  expect(disk(0, 100e9)).toEqual(['disk']);
  expect(disk(0.5e9, 2e9)).toEqual(['disk']);
  expect(disk(null, null)).toEqual([]);
});

test('public are those that some action is open to everybody in', () => {
  const collection = (name: string, access: Record<string, string>) =>
    ({ name, options: { access } }) as unknown as Schemas['Collection'];
  expect(publicCollections([collection('a', { list: 'public', read: 'owner' }), collection('b', { list: 'auth' })])).toEqual([
    { name: 'a', actions: ['list'] },
  ]);
});
