import { expect, it } from 'vitest';
import { bodyOf, changesOf, localText, momentOf, newDraft, wrongNumbers } from './draft';

const NEW = { ...newDraft(new Date('2026-11-27T12:00:00Z'), 'UTC'), name: ' Nightly ', functionName: 'report' };

it('a new schedule leaves to the server what was left empty', () => {
  expect(bodyOf({ ...NEW, retries: '', maxParallel: ' 3 ' })).toEqual({
    name: 'Nightly',
    function_name: 'report',
    schedule: { method: 'interval', unit: 'hours', value: 1, timezone: 'UTC' },
    input_data: {},
    is_active: true,
    overlap: 'skip',
    catch_up: 'latest',
    max_parallel: 3,
    catch_up_limit: 100,
    retry_delay_seconds: 10,
    timeout_seconds: null,
    pause_after_failures: null,
    starts_at: null,
    ends_at: null,
  });
});

it('a change sends what differs, and never the function', () => {
  const before = { ...NEW, timeout: '30', input: { a: [1] } };
  expect(changesOf({ ...before, input: { a: [1] } }, before)).toEqual({});
  expect(changesOf({ ...before, timeout: '', functionName: 'other', input: { a: [2] } }, before)).toEqual({
    timeout_seconds: null,
    input_data: { a: [2] },
  });
});

it('a text that is no whole number is told at its field', () => {
  expect(wrongNumbers(NEW)).toEqual([]);
  expect(wrongNumbers({ ...NEW, retries: 'two', timeout: '1.5', pauseAfter: '-1' })).toEqual(['retries', 'timeout_seconds', 'pause_after_failures']);
});

it('a moment is the same after it was shown in an input', () => {
  expect(localText(null)).toBe('');
  expect(momentOf('')).toBe(null);
  expect(momentOf(localText('2026-03-29T01:30:05.000000Z'))).toBe('2026-03-29T01:30:05.000Z');
});
