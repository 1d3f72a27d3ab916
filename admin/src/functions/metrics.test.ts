import { expect, test } from 'vitest';
import type { Figures } from './functions';
import { spread } from './metrics';

test('hours without calls are there, the last one at the end', () => {
  const figures = { total_calls: 3 } as Figures;
  const buckets = [{ start: '2026-11-27T10:00:00.000000Z', functions: { sum: figures } }];
  const points = spread('sum', buckets, 24, 'hour', Date.parse('2026-11-27T12:34:00Z'));
  expect(points).toHaveLength(25);
  expect(new Date(points.at(-1)!.time * 1000).toISOString()).toBe('2026-11-27T12:00:00.000Z');
  expect(points.map((it) => it.figures?.total_calls ?? 0).slice(-3)).toEqual([3, 0, 0]);
  expect(spread('other', buckets, 720, 'day', Date.parse('2026-11-27T12:34:00Z')).every((it) => it.figures === undefined)).toBe(true);
});
