import type { Schemas } from '@/api/client';

/** A collection with records to look at. */
export interface Sample {
  collection: Schemas['CollectionCreate'];
  records: Record<string, unknown>[];
}

export type SampleName = 'notes' | 'catalogue' | 'events';

/** The samples, each loaded when it is wanted; those with dates are made for a day. */
export const SAMPLES: Record<SampleName, () => Promise<{ default: (today: Date) => Sample }>> = {
  notes: () => import('./notes'),
  catalogue: () => import('./catalogue'),
  events: () => import('./events'),
};

/** So many days after a day, as a date of the API. */
export function dayAfter(today: Date, days: number): string {
  return new Date(Date.UTC(today.getFullYear(), today.getMonth(), today.getDate() + days)).toISOString().slice(0, 10);
}
