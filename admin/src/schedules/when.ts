import type { Schemas } from '@/api/client';

type ScheduleTimes = Schemas['ScheduleTimes'];
type Interval = Extract<ScheduleTimes, { method: 'interval' }>;

export type Unit = Interval['unit'];
export const UNITS: readonly Unit[] = ['seconds', 'minutes', 'hours', 'days'];

/** The three ways to say when, with what was typed for each, so that looking at another loses nothing. */
export interface When {
  method: 'interval' | 'once' | 'cron';
  value: string;
  unit: Unit;
  date: string;
  time: string;
  cron: string;
  timezone: string;
}

/** Where people begin who do not know cron. */
export const EXAMPLES: readonly { name: string; cron: string }[] = [
  { name: 'hourly', cron: '0 * * * *' },
  { name: 'nightly', cron: '0 3 * * *' },
  { name: 'workdays', cron: '0 9 * * MON-FRI' },
  { name: 'mondays', cron: '0 9 * * MON' },
  { name: 'firstOfMonth', cron: '0 6 1 * *' },
  { name: 'lastOfMonth', cron: '0 18 L * *' },
];

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

/** What a new schedule begins with: every hour, or tomorrow at this time. */
export function newWhen(now: Date, timezone: string): When {
  const tomorrow = new Date(now.getTime() + 86_400_000);
  return {
    method: 'interval',
    value: '1',
    unit: 'hours',
    date: `${tomorrow.getFullYear()}-${twoDigits(tomorrow.getMonth() + 1)}-${twoDigits(tomorrow.getDate())}`,
    time: `${twoDigits(now.getHours())}:${twoDigits(now.getMinutes())}`,
    cron: '0 3 * * *',
    timezone,
  };
}

/** What is stored, as it is edited. */
export function whenOf(times: ScheduleTimes, fallback: When): When {
  const timezone = times.timezone ?? '';
  switch (times.method) {
    case 'interval':
      return { ...fallback, method: 'interval', value: String(times.value), unit: times.unit, timezone };
    case 'once':
      return { ...fallback, method: 'once', date: times.date, time: times.time, timezone };
    case 'cron':
      return { ...fallback, method: 'cron', cron: times.cron, timezone };
  }
}

/** What is sent; the server says what is wrong with it. A value that is no number is sent as 0. */
export function timesOf(when: When): ScheduleTimes {
  const zone = when.timezone === '' ? {} : { timezone: when.timezone };
  switch (when.method) {
    case 'interval': {
      const value = Number(when.value.trim());
      return { method: 'interval', unit: when.unit, value: Number.isSafeInteger(value) ? value : 0, ...zone };
    }
    case 'once':
      return { method: 'once', date: when.date, time: when.time, ...zone };
    case 'cron':
      return { method: 'cron', cron: when.cron.trim(), ...zone };
  }
}

/** Whether enough was typed to ask what comes of it. */
export function isComplete(when: When): boolean {
  switch (when.method) {
    case 'interval':
      return when.value.trim() !== '';
    case 'once':
      return when.date !== '' && when.time !== '';
    case 'cron':
      return when.cron.trim() !== '';
  }
}

/** A moment with offset as its own clock shows it, whatever zone the browser is in. */
export function wallClock(local: string, language: string): string {
  return dayAndTime(new Date(`${local.slice(0, 'yyyy-mm-ddThh:mm:ss'.length)}Z`), language, 'UTC');
}

/** A moment to the second, with its weekday. */
export function dayAndTime(moment: Date, language: string, timeZone?: string): string {
  const format = new Intl.DateTimeFormat(language, {
    weekday: 'short',
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    ...(timeZone === undefined ? {} : { timeZone }),
  });
  return format.format(moment);
}

/** The zones that there are, one's own first. */
export function zones(own: string): string[] {
  const all = Intl.supportedValuesOf('timeZone').filter((it) => it !== own && it !== 'UTC');
  return [...new Set([own, 'UTC']), ...all];
}
