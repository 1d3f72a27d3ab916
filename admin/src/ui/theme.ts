import { computed, ref, watchEffect } from 'vue';

export type Theme = 'system' | 'light' | 'dark';

const KEY = 'tinybase.theme';
const dark = window.matchMedia('(prefers-color-scheme: dark)');
const systemIsDark = ref(dark.matches);
dark.addEventListener('change', (event) => (systemIsDark.value = event.matches));

/** The person's choice. */
export const theme = ref<Theme>((localStorage.getItem(KEY) as Theme | null) ?? 'system');

/** What comes of it. */
export const isDark = computed(() => theme.value === 'dark' || (theme.value === 'system' && systemIsDark.value));

watchEffect(() => {
  localStorage.setItem(KEY, theme.value);
  document.documentElement.dataset['theme'] = isDark.value ? 'dark' : 'light';
});
