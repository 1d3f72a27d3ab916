import { useQueryClient } from '@tanstack/vue-query';
import { onBeforeUnmount, reactive, ref, shallowRef } from 'vue';
import { refreshRecords } from '@/records/records';
import type { Schemas } from '@/api/client';
import { type BulkFigures, runBulk } from './bulk';
import type { Chosen } from './exportRun';

/** One bulk action at a time, which can be stopped; what was done before stays. */
export function useBulk(collection: () => string) {
  const queries = useQueryClient();
  const figures = reactive<BulkFigures>({ changed: 0, refused: [] });
  const isRunning = ref(false);
  const wasStopped = ref(false);
  const failure = shallowRef<unknown>(null);
  let abort = new AbortController();

  /** Does it to all; false where it has not come to its end. */
  async function run(chosen: Chosen, operation: (id: string) => Schemas['BatchOperation']): Promise<boolean> {
    Object.assign(figures, { changed: 0, refused: [] });
    abort = new AbortController();
    isRunning.value = true;
    wasStopped.value = false;
    failure.value = null;
    try {
      await runBulk(collection(), chosen, operation, figures, abort.signal);
      return true;
    } catch (reason) {
      wasStopped.value = true;
      failure.value = abort.signal.aborted ? null : reason;
      return false;
    } finally {
      isRunning.value = false;
      await refreshRecords(queries, collection());
    }
  }

  onBeforeUnmount(() => abort.abort());
  return { figures, isRunning, wasStopped, failure, run, stop: () => abort.abort() };
}
