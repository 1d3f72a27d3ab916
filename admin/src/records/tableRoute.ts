import { computed } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { parseJson } from '@/api/exactJson';
import type { FilterJson } from '@/filters/filter';
import { NEWEST } from './sorting';

/** What the address says of the table: its filter, its order, and the record that is open. */
export function useTableRoute() {
  const route = useRoute();
  const router = useRouter();
  const text = (name: string) => (typeof route.query[name] === 'string' ? route.query[name] : '');

  const sort = computed(() => text('sort') || NEWEST);
  const filter = computed(() => text('filter') || null);
  /** Null where the address has something else; the server says what is wrong with it. */
  const filterJson = computed((): FilterJson | null => {
    try {
      return parseJson(filter.value ?? 'null') as FilterJson | null;
    } catch {
      return null;
    }
  });
  /** The name of the saved view that was chosen. */
  const view = computed(() => text('view'));
  const template = computed(() => text('from') || null);

  /** Empty is left out of the address. */
  function update(changed: { sort?: string; filter?: string; view?: string }) {
    const query = { ...route.query, ...changed };
    void router.replace({ query: Object.fromEntries(Object.entries(query).filter(([, value]) => value !== '')) });
  }

  function filterBy(json: FilterJson | null) {
    update({ filter: json === null ? '' : JSON.stringify(json) });
  }

  function withoutTemplate() {
    const { from: _, ...query } = route.query;
    return query;
  }

  function open(id: string) {
    void router.push({ params: { record: id }, query: withoutTemplate() });
  }

  function replaceOpen(id: string) {
    void router.replace({ params: { record: id }, query: withoutTemplate() });
  }

  function close() {
    open('');
  }

  function duplicate(id: string) {
    void router.push({ params: { record: 'new' }, query: { ...route.query, from: id } });
  }

  return { sort, filter, view, filterJson, template, update, filterBy, open, replaceOpen, close, duplicate };
}
