import { reactive, ref } from 'vue';
import { ApiError, fieldsOf } from '@/api/client';

export interface Toast {
  id: number;
  kind: 'done' | 'failed';
  text: string;
  detail: string | null;
  action: ToastAction | null;
  /** How much longer it is shown. */
  seconds: number;
}

/** What can be done about it while it is shown, which is somewhat longer then. */
export interface ToastAction {
  title: string;
  run: () => void;
}

const SHOWN_SECONDS = 6;
/** What failed takes longer to read, and what can be undone longer to decide. */
const SHOWN_LONGER_SECONDS = 10;
const MOST = 4;

/** What is shown now, the newest last. */
export const toasts = reactive<Toast[]>([]);

/** Somebody reads them: they stay. */
export const isHeld = ref(false);

let last = 0;

let timer: ReturnType<typeof setInterval> | undefined;

function pass(): void {
  for (const toast of isHeld.value ? [] : [...toasts]) {
    toast.seconds--;
    if (toast.seconds <= 0) {
      dismiss(toast.id);
    }
  }
  if (toasts.length === 0) {
    clearInterval(timer);
    timer = undefined;
  }
}

function show(toast: Omit<Toast, 'id' | 'seconds'>): void {
  const isShort = toast.kind === 'done' && toast.action === null;
  toasts.push({ id: ++last, seconds: isShort ? SHOWN_SECONDS : SHOWN_LONGER_SECONDS, ...toast });
  toasts.splice(0, toasts.length - MOST);
  timer ??= setInterval(pass, 1_000);
}

export function dismiss(id: number): void {
  const index = toasts.findIndex((toast) => toast.id === id);
  if (index >= 0) {
    toasts.splice(index, 1);
  }
  isHeld.value &&= toasts.length > 0;
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

/** What is wrong with single fields, to be shown there; another failure is told here. */
export function fieldsOrFailed(failure: unknown): Record<string, string> {
  const fields = fieldsOf(failure);
  if (Object.keys(fields).length === 0) {
    failed(failure);
  }
  return fields;
}
