import type { Schemas } from '@/api/client';
import { toLocal } from '@/ui/localTime';
import { isObject } from '@/ui/typedJson';
import type { Schedule } from './schedules';
import { newWhen, timesOf, type When, whenOf } from './when';

type NewSchedule = Schemas['NewSchedule'];

/** A schedule as it is edited: what is typed stays as text until it is sent. */
export interface ScheduleDraft {
  name: string;
  functionName: string;
  when: When;
  input: unknown;
  isActive: boolean;
  overlap: Schedule['overlap'];
  maxParallel: string;
  catchUp: Schedule['catch_up'];
  catchUpLimit: string;
  retries: string;
  retryDelay: string;
  timeout: string;
  pauseAfter: string;
  startsAt: string;
  endsAt: string;
}

/** Which members of a body are numbers, by the part of the draft that has them. */
const NUMBERS = {
  maxParallel: 'max_parallel',
  catchUpLimit: 'catch_up_limit',
  retries: 'retries',
  retryDelay: 'retry_delay_seconds',
  timeout: 'timeout_seconds',
  pauseAfter: 'pause_after_failures',
} as const;

/** What a new schedule begins with: the defaults of the server. */
export function newDraft(now: Date, timezone: string): ScheduleDraft {
  return {
    name: '',
    functionName: '',
    when: newWhen(now, timezone),
    input: undefined,
    isActive: true,
    overlap: 'skip',
    maxParallel: '10',
    catchUp: 'latest',
    catchUpLimit: '100',
    retries: '0',
    retryDelay: '10',
    timeout: '',
    pauseAfter: '',
    startsAt: '',
    endsAt: '',
  };
}

/** What is stored, as it is edited. */
export function draftOf(schedule: Schedule, fallback: ScheduleDraft): ScheduleDraft {
  return {
    name: schedule.name,
    functionName: schedule.function_name,
    when: whenOf(schedule.schedule, fallback.when),
    input: schedule.input_data,
    isActive: schedule.is_active,
    overlap: schedule.overlap,
    maxParallel: String(schedule.max_parallel),
    catchUp: schedule.catch_up,
    catchUpLimit: String(schedule.catch_up_limit),
    retries: String(schedule.retries),
    retryDelay: String(schedule.retry_delay_seconds),
    timeout: String(schedule.timeout_seconds ?? ''),
    pauseAfter: String(schedule.pause_after_failures ?? ''),
    startsAt: localText(schedule.starts_at),
    endsAt: localText(schedule.ends_at),
  };
}

/** A moment as an input of days and times has it: in the zone of the browser, to the second. */
export function localText(moment: string | null): string {
  return moment === null ? '' : toLocal(moment);
}

/** The opposite of {@link localText}. */
export function momentOf(text: string): string | null {
  return text === '' ? null : new Date(text).toISOString();
}

/** The members whose texts are no whole numbers. */
export function wrongNumbers(draft: ScheduleDraft): string[] {
  return Object.entries(NUMBERS)
    .filter(([key]) => !/^\d{0,9}$/.test(draft[key as keyof typeof NUMBERS].trim()))
    .map(([, member]) => member);
}

function integer(text: string): number | undefined {
  return text.trim() === '' ? undefined : Number(text.trim());
}

/** What is sent for a new schedule; what was left empty is left to the server. */
export function bodyOf(draft: ScheduleDraft): NewSchedule {
  const policy = { max_parallel: integer(draft.maxParallel), catch_up_limit: integer(draft.catchUpLimit), retries: integer(draft.retries), retry_delay_seconds: integer(draft.retryDelay) };
  const input = draft.input;
  return {
    name: draft.name.trim(),
    function_name: draft.functionName,
    schedule: timesOf(draft.when),
    input_data: isObject(input) ? input : {},
    is_active: draft.isActive,
    overlap: draft.overlap,
    catch_up: draft.catchUp,
    ...Object.fromEntries(Object.entries(policy).filter(([, value]) => value !== undefined)),
    timeout_seconds: integer(draft.timeout) ?? null,
    pause_after_failures: integer(draft.pauseAfter) ?? null,
    starts_at: momentOf(draft.startsAt),
    ends_at: momentOf(draft.endsAt),
  };
}

/** What is sent for a change: only what differs, so that two people can change different things. */
export function changesOf(draft: ScheduleDraft, before: ScheduleDraft): Schemas['ScheduleUpdate'] {
  const then = bodyOf(before);
  const differs = Object.entries(bodyOf(draft)).filter(
    ([member, value]) => member !== 'function_name' && JSON.stringify(value) !== JSON.stringify(then[member as keyof NewSchedule]),
  );
  return Object.fromEntries(differs);
}
