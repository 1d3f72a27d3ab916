import { useQueryClient } from '@tanstack/vue-query';
import { reactive, ref } from 'vue';
import { refreshRecords } from '@/records/records';
import type { Schemas } from '@/api/client';
import { failed } from '@/ui/toasts';
import { type BulkFigures, runBulk } from './bulk';
import type { Chosen } from './exportRun';

/** One bulk action at a time, which can be stopped; what was done before stays. */
export function useBulk(collection: () => string) {
  const queries = useQueryClient();
  const figures = reactive<BulkFigures>({ changed: 0, refused: [] });
  const isRunning = ref(false);
  const wasStopped = ref(false);
  let abort = new AbortController();

  /** Does it to all; false where it has not come to its end. */
  async function run(chosen: Chosen, operation: (id: string) => Schemas['BatchOperation']): Promise<boolean> {
    Object.assign(figures, { changed: 0, refused: [] });
    abort = new AbortController();
    isRunning.value = true;
    wasStopped.value = false;
    try {
      await runBulk(collection(), chosen, operation, figures, abort.signal);
      return true;
    } catch (failure) {
      wasStopped.value = true;
      if (!abort.signal.aborted) {
        failed(failure);
      }
      return false;
    } finally {
      isRunning.value = false;
      await refreshRecords(queries, collection());
    }
  }

  return { figures, isRunning, wasStopped, run, stop: () => abort.abort() };
}
