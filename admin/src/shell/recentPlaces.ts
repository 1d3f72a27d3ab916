import { ref } from 'vue';

/** A page that somebody has been to. */
export interface Place {
  path: string;
  title: string;
}

const KEY = 'tinybase.recent';
const MOST = 8;

/** The last ones, the newest first. */
export const recentPlaces = ref<Place[]>(JSON.parse(localStorage.getItem(KEY) ?? '[]') as Place[]);

export function remember(path: string, title: string): void {
  if (title !== '' && path !== '/') {
    const others = recentPlaces.value.filter((it) => it.path !== path && it.title !== title);
    recentPlaces.value = [{ path, title }, ...others].slice(0, MOST);
    localStorage.setItem(KEY, JSON.stringify(recentPlaces.value));
  }
}
