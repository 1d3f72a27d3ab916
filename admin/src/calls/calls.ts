import type { LocationQuery } from 'vue-router';
import type { Schemas } from '@/api/client';
import type { Tone } from '@/ui/StatusBadge.vue';

export type Call = Schemas['FunctionCall'];
export type CallDetail = Schemas['FunctionCallDetail'];

export const STATUSES = ['running', 'succeeded', 'failed'] as const;
export const TRIGGERS = ['manual', 'schedule', 'function', 'job', 'route'] as const;
export const SPANS = ['1', '24', '168', '720'] as const;

const TONES: Record<Call['status'], Tone> = { running: 'warning', succeeded: 'success', failed: 'danger' };

export function toneOf(call: { status: Call['status'] }): Tone {
  return TONES[call.status];
}

/** What calls are listed by, as the API takes it. */
export interface CallFilter {
  function_name?: string;
  status?: string;
  trigger_type?: string;
  user_id?: string;
  version_id?: string;
  since?: string;
  until?: string;
}

/** The filters of a page's address; `hours` is a span that ends now. */
export function filterOf(query: LocationQuery, now: number): CallFilter {
  const filter: CallFilter = {};
  for (const name of ['function_name', 'status', 'trigger_type', 'user_id', 'version_id', 'since', 'until'] as const) {
    const value = query[name];
    if (typeof value === 'string' && value !== '') {
      filter[name] = value;
    }
  }
  const hours = Number(query['hours']);
  if (hours > 0 && filter.since === undefined) {
    filter.since = new Date(now - hours * 3_600_000).toISOString();
  }
  return filter;
}

/** The lines of a call's log, without the one that repeats the stack trace. */
export function linesOf(call: CallDetail): CallDetail['logs'] {
  const trace = call.trace?.trim();
  return call.logs.filter((line) => line.message.trim() !== trace);
}

/** A duration as people read it, from thousandths of milliseconds. */
export function duration(micros: number | null | undefined, language: string): string {
  if (micros === null || micros === undefined) {
    return '–';
  }
  const number = (value: number, digits: number) => new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value);
  if (micros < 1_000_000) {
    return `${number(micros / 1000, micros < 10_000 ? 1 : 0)} ms`;
  }
  return `${number(micros / 1_000_000, micros < 10_000_000 ? 2 : 0)} s`;
}
