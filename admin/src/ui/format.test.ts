import { describe, expect, it } from 'vitest';
import { count, fileSize, relative } from './format';

const NOW = Date.parse('2026-11-27T12:00:00Z');

describe('relative times', () => {
  it('name the largest unit that is full', () => {
    expect(relative('2026-11-27T11:59:30Z', 'en', NOW)).toBe('30 seconds ago');
    expect(relative('2026-11-27T11:57:01Z', 'en', NOW)).toBe('2 minutes ago');
    expect(relative('2026-11-26T12:00:00Z', 'en', NOW)).toBe('yesterday');
    expect(relative('2027-01-01T12:00:00Z', 'de', NOW)).toBe('nächsten Monat');
  });
});

describe('counts', () => {
  it('are grouped as the language does it', () => {
    expect(count(1234567, 'en')).toBe('1,234,567');
    expect(count(1234567, 'de')).toBe('1.234.567');
  });
});

it('tells sizes of files in the unit that fits', () => {
  expect(fileSize(0, 'en')).toBe('0 byte');
  expect(fileSize(999, 'en')).toBe('999 byte');
  expect(fileSize(1_000, 'en')).toBe('1 kB');
  expect(fileSize(1_449_000, 'de')).toBe('1,4 MB');
  expect(fileSize(5e15, 'en')).toBe('5,000 TB');
});
