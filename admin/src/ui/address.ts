import { computed, type WritableComputedRef } from 'vue';
import { type LocationQueryRaw, useRoute, useRouter } from 'vue-router';

/** Changes what stands behind the question mark of the address; what is empty or undefined goes. */
export function useAddress(): (changes: LocationQueryRaw) => Promise<unknown> {
  const route = useRoute();
  const router = useRouter();
  return (changes) => {
    const query = Object.entries({ ...route.query, ...changes }).filter(([, value]) => value !== undefined && value !== '');
    return router.replace({ params: route.params, query: Object.fromEntries(query) });
  };
}

/** What is chosen or searched for, kept in the address: a reload or a shared link has it again. */
export function useQueryText(name: string, fallback = ''): WritableComputedRef<string> {
  const route = useRoute();
  const change = useAddress();
  return computed({
    get: () => {
      const value = route.query[name];
      return typeof value === 'string' ? value : fallback;
    },
    set: (value) => void change({ [name]: value === fallback ? undefined : value }),
  });
}
