import { ref, watch } from 'vue';
import type { Router } from 'vue-router';
import { isReachable } from '@/api/client';

const KEY = 'tinybase.reloaded';

/** Once in so long: what is missing then is missing for another reason than a new version. */
const AGAIN_MS = 60_000;

/** A part of the page that is shown could not be loaded. */
export const isIncomplete = ref(false);

/**
 * A page whose files are gone, because the server is another version by now, is loaded anew as a
 * whole when somebody goes to it. Where only a part of a page is missing, such as an editor, somebody
 * may be writing in it: that is told, and reloading is left to them.
 */
export function reloadForMissingFiles(router: Router): void {
  let wanted: string | null = null;
  router.beforeEach((to) => {
    wanted = to.fullPath;
  });
  router.afterEach((_to, _from, failure) => {
    wanted = failure ? wanted : null;
  });
  router.onError(() => {
    wanted = null;
  });
  window.addEventListener('vite:preloadError', () => {
    if (wanted === null) {
      isIncomplete.value = true;
    } else {
      void reload(router.resolve(wanted).href, router.currentRoute.value.matched.length === 0);
    }
  });
}

async function reload(address: string, isFirst: boolean): Promise<void> {
  if (!(await isServed())) {
    isReachable.value = false;
    if (isFirst) {
      watch(isReachable, () => location.assign(address), { once: true }); // nothing is shown that could be lost
    }
  } else if (Date.now() - Number(sessionStorage.getItem(KEY) ?? 0) < AGAIN_MS) {
    isIncomplete.value = true;
  } else {
    sessionStorage.setItem(KEY, String(Date.now()));
    location.assign(address);
  }
}

async function isServed(): Promise<boolean> {
  return fetch(document.baseURI, { cache: 'no-store' }).then(
    () => true,
    () => false,
  );
}
