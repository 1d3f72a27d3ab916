import { expect, test } from 'vitest';
import { append, logQuery, moment, type ServerLogLine, shortLogger } from './logLines';

function line(seq: number): ServerLogLine {
  return { seq, at: '2026-11-22T22:18:10Z', level: 'info', logger: 'a', message: `m${seq}`, request_id: null, trace: null };
}

test('what comes later is put behind, once', () => {
  const first = append(undefined, { logs: [line(1), line(2)], next_after: 2 });
  const second = append(first, { logs: [line(2), line(3)], next_after: 4 });
  expect(second.lines.map((it) => it.seq)).toEqual([1, 2, 3]);
  expect(second.next).toBe(4);
});

test('nothing new keeps the very list, so that nothing is drawn again', () => {
  const first = append(undefined, { logs: [line(1)], next_after: 1 });
  expect(append(first, { logs: [], next_after: 9 }).lines).toBe(first.lines);
});

test('of very many lines the oldest go', () => {
  let read = append(undefined, { logs: [], next_after: 0 });
  for (let from = 0; from < 3_000; from += 1_000) {
    const logs = Array.from({ length: 1_000 }, (_, index) => line(from + index + 1));
    read = append(read, { logs, next_after: from + 1_000 });
  }
  expect(read.lines).toHaveLength(2_000);
  expect(read.lines[0]?.seq).toBe(1_001);
});

test('what is empty is not sent', () => {
  expect(logQuery({ level: 'info', text: '', logger: '', request: 'r1', requests: true })).toEqual({
    level: 'info',
    request_id: 'r1',
    limit: 1000,
  });
  expect(logQuery({ level: 'info', text: 'x', logger: '', request: '', requests: false })).toMatchObject({ text: 'x', requests: false });
});

test('a moment has its day where that is not today', () => {
  const now = new Date(2026, 10, 27, 12);
  expect(moment(new Date(2026, 10, 27, 9, 5, 3, 7).toISOString(), now)).toBe('09:05:03.007');
  expect(moment(new Date(2026, 10, 26, 9, 5, 3, 7).toISOString(), now)).toBe('2026-11-26 09:05:03.007');
  expect(shortLogger('dev.tinybase.api.JobMonitor')).toBe('JobMonitor');
  expect(shortLogger('access')).toBe('access');
});
