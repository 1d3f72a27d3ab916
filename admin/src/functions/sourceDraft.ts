import { ref, watch } from 'vue';
import { keepDraft, savedDraft } from '@/ui/savedDraft';

/** What somebody writes into a function's source, kept in the tab until it is deployed or thrown away; null for nothing. */
export function useSourceDraft(name: string) {
  const key = `source.${name}`;
  const draft = ref(savedDraft<string>(key));
  watch(draft, (now) => keepDraft(key, now));
  return { draft, forget: () => keepDraft(key, null) };
}
