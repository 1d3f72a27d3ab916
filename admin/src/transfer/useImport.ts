import { useQueryClient } from '@tanstack/vue-query';
import { computed, onBeforeUnmount, reactive, ref, shallowRef } from 'vue';
import { ApiError } from '@/api/client';
import { refreshRecords } from '@/records/records';
import { type ImportFigures, noFigures } from './importFigures';
import type { ImportChoices } from './importRequest';
import { runImport } from './importRun';
import { detect, type SourceFormat } from './fileFormat';
import { UnreadableFile } from './fileText';
import { Source, type SourceRow } from './source';

const PREVIEW = 20;

function isLost(failure: unknown): boolean {
  return failure instanceof ApiError && (failure.status === 0 || failure.code === 'outcome_unknown');
}

/** A file on its way into a collection: looked at, tried, imported. */
export function useImport(collection: string) {
  const queries = useQueryClient();
  const file = shallowRef<File | null>(null);
  const source = shallowRef<Source | null>(null);
  const rows = shallowRef<SourceRow[]>([]);
  const figures = reactive<ImportFigures>(noFigures());
  /** What runs, or what the figures are of. */
  const phase = ref<'none' | 'dry' | 'real'>('none');
  const isRunning = ref(false);
  /** Whether it has not come to the end of the file. */
  const isCutShort = ref(false);
  const failure = shallowRef<unknown>(null);
  let abort = new AbortController();

  function forget() {
    abort.abort();
    phase.value = 'none';
    failure.value = null;
    Object.assign(figures, noFigures());
  }

  /** Reads the beginning of a file; in another way than it seemed right where one is given. */
  async function read(from: File, how?: SourceFormat) {
    forget();
    file.value = from;
    try {
      const opened = new Source(from, how ?? (await detect(from)));
      rows.value = await opened.preview(PREVIEW);
      source.value = opened;
    } catch (reason) {
      failure.value = reason;
    }
  }

  /**
   * Sends the file.
   *
   * @param goesOn behind the lines that the figures tell
   */
  async function run(choices: ImportChoices, goesOn = false) {
    if (goesOn) {
      failure.value = null;
    } else {
      forget();
    }
    abort = new AbortController();
    phase.value = choices.isDryRun ? 'dry' : 'real';
    isRunning.value = true;
    isCutShort.value = true;
    try {
      await runImport(source.value!, choices, figures, abort.signal);
      isCutShort.value = figures.isStopped;
    } catch (reason) {
      failure.value = abort.signal.aborted ? null : reason;
    } finally {
      isRunning.value = false;
      await refreshRecords(queries, collection);
    }
  }

  /** Whether it is known which line is the next one: not where the answer to some lines was lost. */
  const canGoOn = computed(
    () => isCutShort.value && !isRunning.value && phase.value === 'real' && !(failure.value instanceof UnreadableFile) && !isLost(failure.value),
  );

  function close() {
    forget();
    file.value = null;
    source.value = null;
  }

  onBeforeUnmount(() => abort.abort());
  return { file, source, rows, figures, phase, isRunning, isCutShort, canGoOn, failure, read, run, forget, close, stop: () => abort.abort() };
}
