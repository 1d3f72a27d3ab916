import { ref } from 'vue';
import type { Router } from 'vue-router';
import { isReachable } from '@/api/client';

const KEY = 'tinybase.reloaded';

/** Once in so long: what is missing then is missing for another reason than a new version. */
const AGAIN_MS = 60_000;

/** The server is another version than this page, of which a part could not be loaded. */
export const isOutdated = ref(false);

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
    void recover(wanted === null ? null : router.resolve(wanted).href);
  });
}

async function recover(address: string | null): Promise<void> {
  if (!(await isServed())) {
    isReachable.value = false;
  } else if (address === null || Date.now() - Number(sessionStorage.getItem(KEY) ?? 0) < AGAIN_MS) {
    isOutdated.value = true;
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
