import { describe, expect, it } from 'vitest';
import { isComplete, newWhen, timesOf, wallClock, whenOf, zones } from './when';

const NEW = newWhen(new Date(2026, 10, 30, 9, 5), 'Europe/Vienna');

describe('when a schedule runs', () => {
  it('begins with every hour, and tomorrow at this time where a moment is wanted', () => {
    expect(timesOf(NEW)).toEqual({ method: 'interval', unit: 'hours', value: 1, timezone: 'Europe/Vienna' });
    expect(timesOf({ ...NEW, method: 'once' })).toEqual({ method: 'once', date: '2026-12-01', time: '09:05', timezone: 'Europe/Vienna' });
  });

  it('is sent as it was stored when nothing was changed', () => {
    for (const times of [
      { method: 'interval', unit: 'minutes', value: 5 },
      { method: 'once', date: '2027-01-01', time: '10:00:30', timezone: 'UTC' },
      { method: 'cron', cron: '0 3 * * MON-FRI', timezone: 'Europe/Berlin' },
    ] as const) {
      expect(timesOf(whenOf(times, NEW))).toEqual(times);
    }
  });

  it('keeps what was typed for the other ways', () => {
    const when = whenOf({ method: 'interval', unit: 'days', value: 2 }, { ...NEW, cron: '@daily' });
    expect(timesOf({ ...when, method: 'cron' })).toEqual({ method: 'cron', cron: '@daily' });
  });

  it('lets the server refuse a value that is no whole number', () => {
    expect(timesOf({ ...NEW, value: 'five' })).toMatchObject({ value: 0 });
    expect(timesOf({ ...NEW, value: '1.5' })).toMatchObject({ value: 0 });
    expect(timesOf({ ...NEW, value: ' 15 ' })).toMatchObject({ value: 15 });
  });

  it('asks nothing before something was typed', () => {
    expect(isComplete({ ...NEW, value: ' ' })).toBe(false);
    expect(isComplete({ ...NEW, method: 'cron', cron: '' })).toBe(false);
    expect(isComplete({ ...NEW, method: 'once', date: '' })).toBe(false);
    expect(isComplete(NEW)).toBe(true);
  });
});

describe('moments', () => {
  it('are told by the clock of their own zone', () => {
    expect(wallClock('2026-03-29T03:30:00+02:00', 'en-GB')).toBe('Sun, 29 Mar 2026, 03:30:00');
    expect(wallClock('2026-03-29T03:30:00-05:00', 'de')).toContain('29. März 2026');
  });

  it('can be in every zone, one’s own first and none twice', () => {
    const all = zones('Europe/Vienna');
    expect(all.slice(0, 2)).toEqual(['Europe/Vienna', 'UTC']);
    expect(new Set(all).size).toBe(all.length);
    expect(all).toContain('America/New_York');
  });
});
