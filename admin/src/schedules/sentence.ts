import { useQuery } from '@tanstack/vue-query';
import { useI18n } from 'vue-i18n';
import type { Schemas } from '@/api/client';
import { wallClock } from './when';

/**
 * Says when a schedule runs, in the language of the page. Words for cron are the server's own, which
 * are English; those of another language are loaded when they are needed, and are the server's where
 * there are none.
 */
export function useSentence(): (times: Schemas['ScheduleTimes'], description: string) => string {
  const { t, locale } = useI18n();
  const words = useQuery({
    queryKey: ['cron-words'],
    enabled: () => locale.value === 'de',
    staleTime: Infinity,
    queryFn: () => import('./cronWords'),
  });

  function cron(text: string, zone: string, description: string): string {
    if (words.isLoading.value) {
      return '';
    }
    const said = locale.value === 'de' ? words.data.value?.cronWords(text) : null;
    return said == null ? description : said + zone;
  }

  return (times, description) => {
    const zone = times.timezone === undefined ? '' : ` (${times.timezone})`;
    switch (times.method) {
      case 'interval':
        return t(`schedules.everyUnit.${times.unit}`, times.value);
      case 'once':
        return t('schedules.onceAt', { moment: wallClock(`${times.date}T${times.time}`, locale.value).replace(/(:\d\d):00$/, '$1') }) + zone;
      case 'cron':
        return cron(times.cron, zone, description);
    }
  };
}
