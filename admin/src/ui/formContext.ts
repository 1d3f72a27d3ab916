import type { ComputedRef, InjectionKey } from 'vue';

/** What all fields of a form know. */
export interface FormContext {
  /** The whole schema, in which references are looked up. */
  root: unknown;
  errors: Record<string, string>;
}

export const FORM: InjectionKey<ComputedRef<FormContext>> = Symbol('form');
