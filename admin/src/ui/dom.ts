import { onBeforeUnmount, onMounted } from 'vue';

/** Listens to an event of the window for as long as the component lives. */
export function useEventListener<K extends keyof WindowEventMap>(
  name: K,
  listener: (event: WindowEventMap[K]) => void,
): void {
  onMounted(() => window.addEventListener(name, listener));
  onBeforeUnmount(() => window.removeEventListener(name, listener));
}

/** Does something when nobody has asked for it anew for a while, as for each key that is typed. */
export function debounced<A extends unknown[]>(action: (...given: A) => void, millis = 250): (...given: A) => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...given), millis);
  };
}

/** Whether keys belong to what somebody writes in, or to a menu that is open. */
export function isTyping(event: Event): boolean {
  const target = event.target as HTMLElement | null;
  return target?.closest('input, textarea, select, [contenteditable="true"], [role="menu"]') != null;
}

/** Whether it is one of these keys alone, and nobody writes with it. */
export function isPlainKey(event: KeyboardEvent, ...keys: string[]): boolean {
  return keys.includes(event.key) && !isTyping(event) && !event.metaKey && !event.ctrlKey;
}

/** The key of shortcuts as it is written on this machine's keyboard: before the letter. */
export const commandKey = /Mac|iPhone|iPad/.test(navigator.platform) ? '⌘' : 'Ctrl ';

/** Saves by Ctrl and S, or ⌘ and S on a Mac, for as long as the component lives. */
export function useSaveKey(save: () => void): void {
  useEventListener('keydown', (event) => {
    if (isCommand(event, 's')) {
      event.preventDefault();
      save();
    }
  });
}

/** Whether it is a key together with Ctrl, or with ⌘ on a Mac. */
export function isCommand(event: KeyboardEvent, key: string): boolean {
  return (event.metaKey || event.ctrlKey) && event.key.toLowerCase() === key;
}
