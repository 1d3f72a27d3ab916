import { expect, test } from 'vitest';
import { lineOf, partsOf } from './trace';

const trace = `java.lang.IllegalStateException: no (luck.java:3)
\tat sum.check(sum.java:12)
\tat java.base/java.util.List.of(List.java:99)
\tat sum.sum(sum.java:7)`;

test('a trace has its text whole, and the places of our files by themselves', () => {
  const parts = partsOf(trace, (file) => file === 'sum.java');
  expect(parts.map((part) => part.text).join('')).toBe(trace);
  expect(parts.flatMap((part) => part.place ?? [])).toEqual([
    { file: 'sum.java', line: 12 },
    { file: 'sum.java', line: 7 },
  ]);
});

test('an error comes from the innermost line of its file', () => {
  expect(lineOf(trace, 'sum.java')).toBe(12);
  expect(lineOf(trace, 'other.java')).toBeNull();
  expect(lineOf(null, 'sum.java')).toBeNull();
});
