import type { Schemas } from '@/api/client';

export type ServerLogLine = Schemas['ServerLogLine'];
export type LogLevel = ServerLogLine['level'];

/** Which lines are wanted; what is empty lets all through. */
export interface LogFilter {
  level: LogLevel;
  text: string;
  logger: string;
  request: string;
  /** Whether the log of requests is among them. */
  requests: boolean;
}

/** Lines as they were read so far, the oldest first. */
export interface ReadLog {
  lines: ServerLogLine[];
  next: number;
}

const MOST_LINES = 2_000;
const PAGE = 1_000;

/** What the API is asked for. */
export function logQuery(filter: LogFilter) {
  return {
    level: filter.level,
    ...(filter.text ? { text: filter.text } : {}),
    ...(filter.logger ? { logger: filter.logger } : {}),
    ...(filter.request ? { request_id: filter.request } : {}),
    ...(filter.requests ? {} : { requests: false }),
    limit: PAGE,
  };
}

/** The lines so far with those that have come since; of too many the oldest go. */
export function append(known: ReadLog | undefined, page: Schemas['ServerLogList']): ReadLog {
  const last = known?.lines.at(-1)?.seq ?? 0;
  const fresh = page.logs.filter((line) => line.seq > last);
  return {
    lines: fresh.length === 0 && known ? known.lines : [...(known?.lines ?? []), ...fresh].slice(-MOST_LINES),
    next: page.next_after,
  };
}

/** A moment to the thousandth of a second, in the zone of the browser; with its day where that is not today. */
export function moment(time: string, now: Date = new Date()): string {
  const at = new Date(time);
  const clock = `${at.toLocaleTimeString('en-GB')}.${String(at.getMilliseconds()).padStart(3, '0')}`;
  return at.toDateString() === now.toDateString() ? clock : `${at.toLocaleDateString('sv-SE')} ${clock}`;
}

/** The last part of a logger's name, which is a class. */
export function shortLogger(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
