import { ref, watch } from 'vue';

/** What somebody writes into a function's source, kept in the tab until it is deployed or thrown away; null for nothing. */
export function useSourceDraft(name: string) {
  const key = `tinybase.source.${name}`;
  const draft = ref(sessionStorage.getItem(key));
  watch(draft, (now) => (now === null ? sessionStorage.removeItem(key) : sessionStorage.setItem(key, now)));
  return draft;
}
