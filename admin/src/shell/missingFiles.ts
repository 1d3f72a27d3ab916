import type { Router } from 'vue-router';
import { isReachable } from '@/api/client';

const KEY = 'tinybase.reloaded';

/** Once in so long: what is missing then is missing for another reason than a new version. */
const AGAIN_MS = 60_000;

/**
 * A page whose files are gone, because the server is another version by now, is loaded anew as a
 * whole; where the server can't be reached it stays as it is.
 */
export function reloadForMissingFiles(router: Router): void {
  let wanted: string | null = null;
  router.beforeEach((to) => {
    wanted = to.fullPath;
  });
  router.afterEach((_to, _from, failure) => {
    wanted = failure ? wanted : null;
  });
  window.addEventListener('vite:preloadError', () => {
    void reload(router.resolve(wanted ?? router.currentRoute.value.fullPath).href);
  });
}

async function reload(address: string): Promise<void> {
  if (Date.now() - Number(sessionStorage.getItem(KEY) ?? 0) < AGAIN_MS) {
    return;
  }
  try {
    await fetch(document.baseURI, { cache: 'no-store' });
    sessionStorage.setItem(KEY, String(Date.now()));
    location.assign(address);
  } catch {
    isReachable.value = false;
  }
}
