import { afterEach, expect, test, vi } from 'vitest';
import { fromLocal, toLocal } from './localTime';

afterEach(() => vi.unstubAllEnvs());

test.each(['UTC', 'Europe/Berlin', 'Asia/Kolkata', 'America/New_York'])('a moment is entered as it is shown, in %s', (zone) => {
  vi.stubEnv('TZ', zone);
  // The first years are what an input has while somebody types another one.
  for (const local of ['0002-05-05T10:00:00', '0202-05-05T10:00:00', '1890-05-05T12:00:07', '2026-11-27T14:00:00', '9999-12-31T23:59:59']) {
    expect(toLocal(fromLocal(local))).toBe(local);
  }
});

test('what is no moment is none', () => {
  expect(toLocal('soon')).toBe('');
  expect(fromLocal('')).toBe('');
});
