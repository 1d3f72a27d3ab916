import { reactive } from 'vue';
import { ApiError } from '@/api/client';

export interface Toast {
  id: number;
  kind: 'done' | 'failed';
  text: string;
  detail: string | null;
}

const SHOWN_MS = 6_000;
const MOST = 4;

/** What is shown now, the newest last. */
export const toasts = reactive<Toast[]>([]);

let last = 0;

function show(kind: Toast['kind'], text: string, detail: string | null): void {
  const id = ++last;
  toasts.push({ id, kind, text, detail });
  toasts.splice(0, toasts.length - MOST);
  setTimeout(() => dismiss(id), SHOWN_MS);
}

export function dismiss(id: number): void {
  const index = toasts.findIndex((toast) => toast.id === id);
  if (index >= 0) {
    toasts.splice(index, 1);
  }
}

/** Says what was done. */
export function done(text: string): void {
  show('done', text, null);
}

/** Says what failed, with the id by which the server's log has it. */
export function failed(failure: unknown): void {
  const message = failure instanceof Error ? failure.message : String(failure);
  show('failed', message, failure instanceof ApiError ? failure.requestId : null);
}
