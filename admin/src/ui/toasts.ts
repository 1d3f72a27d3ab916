import { reactive } from 'vue';
import { ApiError } from '@/api/client';

export interface Toast {
  id: number;
  kind: 'done' | 'failed';
  text: string;
  detail: string | null;
  action: ToastAction | null;
}

/** What can be done about it while it is shown, which is somewhat longer then. */
export interface ToastAction {
  title: string;
  run: () => void;
}

const SHOWN_MS = 6_000;
const SHOWN_WITH_ACTION_MS = 10_000;
const MOST = 4;

/** What is shown now, the newest last. */
export const toasts = reactive<Toast[]>([]);

let last = 0;

function show(toast: Omit<Toast, 'id'>): void {
  const id = ++last;
  toasts.push({ id, ...toast });
  toasts.splice(0, toasts.length - MOST);
  setTimeout(() => dismiss(id), toast.action === null ? SHOWN_MS : SHOWN_WITH_ACTION_MS);
}

export function dismiss(id: number): void {
  const index = toasts.findIndex((toast) => toast.id === id);
  if (index >= 0) {
    toasts.splice(index, 1);
  }
}

/** Says what was done, and how to undo it where that is possible. */
export function done(text: string, action: ToastAction | null = null): void {
  show({ kind: 'done', text, detail: null, action });
}

/** Says what failed, with the id by which the server's log has it. */
export function failed(failure: unknown): void {
  const message = failure instanceof Error ? failure.message : String(failure);
  const detail = failure instanceof ApiError ? failure.requestId : null;
  show({ kind: 'failed', text: message, detail, action: null });
}
