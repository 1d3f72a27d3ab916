import { computed, type Ref, ref, watch } from 'vue';

/**
 * Whether a page still waits for the first answer to one of its queries, and so shows its skeleton:
 * what comes later would push away what is there. A query that is not asked is not waited for, and
 * what is asked anew or more hides nothing again.
 */
export function useWaiting(...queries: readonly { isLoading: Readonly<Ref<boolean>> }[]): Readonly<Ref<boolean>> {
  const isOver = ref(false);
  const isLoading = computed(() => queries.some((it) => it.isLoading.value));
  // Only then has an answer begun the queries that depend on it.
  watch(isLoading, (now) => (isOver.value ||= !now), { immediate: true, flush: 'post' });
  return computed(() => !isOver.value && isLoading.value);
}
