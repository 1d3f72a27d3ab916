import type { Schemas } from '@/api/client';

/** A part of a change; in a dry run it tells how many records it concerns. */
export type Step = Schemas['CollectionStep'] & { lost_values?: number };

/** How many records a step concerns, where that was counted. */
export function affected(step: Step): number | undefined {
  return step.records ?? step.lost_values;
}

/** Whether values get lost by it. */
export function isLoss(step: Step): boolean {
  return step.change === 'drop_field' && (affected(step) ?? 0) > 0;
}
