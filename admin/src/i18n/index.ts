import { createI18n } from 'vue-i18n';
import en, { type Messages } from './en';

export type Language = 'en' | 'de';

const KEY = 'tinybase.language';
const loaders: Record<Language, () => Promise<{ default: Messages }>> = {
  en: async () => ({ default: en }),
  de: () => import('./de'),
};

export const i18n = createI18n({
  legacy: false,
  locale: 'en',
  fallbackLocale: 'en',
  messages: { en } as Record<string, Messages>,
});

/** The person's choice; before one is made, the browser's first language that there is. */
export function preferred(): Language {
  const chosen = localStorage.getItem(KEY);
  const wanted = chosen === null ? navigator.languages : [chosen];
  const known = wanted.map((tag) => tag.slice(0, 2)).find((tag) => tag in loaders);
  return (known ?? 'en') as Language;
}

export async function speak(language: Language): Promise<void> {
  const messages = (await loaders[language]()).default;
  i18n.global.setLocaleMessage(language, messages);
  i18n.global.locale.value = language;
  document.documentElement.lang = language;
}

export async function choose(language: Language): Promise<void> {
  localStorage.setItem(KEY, language);
  await speak(language);
}
