import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { Words } from './sentence';

/** The words of the language that is spoken now. */
export function useWords(): ComputedRef<Words> {
  const { t, locale } = useI18n();
  return computed(() => ({ t: (key, named) => t(key, named ?? {}), language: locale.value }));
}
