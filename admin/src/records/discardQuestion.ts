import { ref } from 'vue';

/**
 * Asks before something goes on that would lose what was written.
 *
 * @param discard forgets what was written
 */
export function useDiscardQuestion(isChanged: () => boolean, discard: () => void) {
  /** What waits for the answer. */
  const waiting = ref<(() => void) | null>(null);

  function leave(go: () => void) {
    if (isChanged()) {
      waiting.value = go;
    } else {
      go();
    }
  }

  function confirm() {
    discard();
    waiting.value?.();
    waiting.value = null;
  }

  return { waiting, leave, confirm };
}
