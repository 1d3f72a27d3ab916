import { onBeforeUnmount, onMounted } from 'vue';

/** Listens to an event of the window for as long as the component lives. */
export function useEventListener<K extends keyof WindowEventMap>(
  name: K,
  listener: (event: WindowEventMap[K]) => void,
): void {
  onMounted(() => window.addEventListener(name, listener));
  onBeforeUnmount(() => window.removeEventListener(name, listener));
}

/** Whether keys belong to what somebody writes in. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement | null;
  return target?.closest('input, textarea, select, [contenteditable="true"]') != null;
}

/** Whether it is a key together with Ctrl, or with ⌘ on a Mac. */
export function isCommand(event: KeyboardEvent, key: string): boolean {
  return (event.metaKey || event.ctrlKey) && event.key.toLowerCase() === key;
}
