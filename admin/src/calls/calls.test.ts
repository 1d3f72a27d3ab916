import { expect, test } from 'vitest';
import { type CallDetail, duration, filterOf, linesOf } from './calls';

test('an address gives filters, and a span of hours a moment', () => {
  const now = Date.parse('2026-11-27T12:00:00Z');
  expect(filterOf({ status: 'failed', hours: '24', other: 'x', user_id: '' }, now)).toEqual({
    status: 'failed',
    since: '2026-11-26T12:00:00.000Z',
  });
  expect(filterOf({ since: '2026-01-01T00:00:00Z', hours: '1' }, now)).toEqual({ since: '2026-01-01T00:00:00Z' });
});

test('durations are read at a glance', () => {
  expect(duration(628, 'en')).toBe('0.6 ms');
  expect(duration(123_400, 'en')).toBe('123 ms');
  expect(duration(1_234_000, 'de')).toBe('1,23 s');
  expect(duration(null, 'en')).toBe('–');
});

test('the line that repeats the stack trace is left out of the log', () => {
  const logs = [{ message: 'begin' }, { message: 'Error: no\n\tat a.java:1' }];
  expect(linesOf({ trace: 'Error: no\n\tat a.java:1\n', logs } as CallDetail).map((it) => it.message)).toEqual(['begin']);
  expect(linesOf({ trace: null, logs } as CallDetail)).toHaveLength(2);
});
