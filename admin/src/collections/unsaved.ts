import { ref, type Ref } from 'vue';
import { onBeforeRouteLeave } from 'vue-router';

/** The question whether to leave a page with changes. */
export interface Unsaved {
  asking: Ref<boolean>;
  answer: (leave: boolean) => void;
}

/** Asks before a page is left that has changes; {@link UnsavedDialog} shows it. */
export function useUnsaved(hasChanges: () => boolean): Unsaved {
  const asking = ref(false);
  let decide: ((leave: boolean) => void) | null = null;
  onBeforeRouteLeave(() => {
    if (!hasChanges()) {
      return true;
    }
    asking.value = true;
    return new Promise<boolean>((resolve) => (decide = resolve));
  });
  return {
    asking,
    answer: (leave) => {
      asking.value = false;
      decide?.(leave);
      decide = null;
    },
  };
}
