import { useQuery } from '@tanstack/vue-query';
import { computed, ref, watch } from 'vue';
import { api, data } from '@/api/client';
import { useCollections } from '@/collections/collections';

const KEY = 'tinybase.firstSteps';

/** How far somebody has come with a new instance; one in use has no need of steps. */
export function useFirstSteps() {
  const isDismissed = ref(localStorage.getItem(KEY) !== null);
  const isBegun = ref(false);
  const collections = useCollections();
  const calls = useQuery({
    queryKey: ['calls', 'any'],
    enabled: computed(() => !isDismissed.value),
    queryFn: () => data(api.GET('/api/admin/functions/calls', { params: { query: { limit: 1, total: false } } })),
  });
  const collection = computed(() => collections.data.value?.[0]?.name ?? null);
  const hasCalled = computed(() => (calls.data.value?.calls.length ?? 0) > 0);

  // What is begun here stays until it is dismissed.
  watch(
    [() => collections.data.value, () => calls.data.value],
    ([all, called]) => {
      isBegun.value ||= all !== undefined && called !== undefined && (all.length === 0 || called.calls.length === 0);
    },
    { immediate: true },
  );

  return {
    isPending: computed(() => collections.isPending.value || (!isDismissed.value && calls.isPending.value)),
    isShown: computed(() => isBegun.value && !isDismissed.value),
    collection,
    hasCalled,
    dismiss() {
      localStorage.setItem(KEY, 'dismissed');
      isDismissed.value = true;
    },
  };
}
