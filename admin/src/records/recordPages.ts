import { useQueries, useQuery, useQueryClient } from '@tanstack/vue-query';
import { computed, onBeforeUnmount, ref, shallowRef, watch } from 'vue';
import { PageReader, type RecordPage, type RecordQuery } from './pageReader';
import { countRecords, listRecords, type RecordOf } from './records';

/** Whether a record has others before and behind it in the table. */
export interface Neighbours {
  previous: boolean;
  next: boolean;
}

export const PAGE = 100;
/** So many pages on both sides of what is seen stay in memory. */
const NEAR = 24;
/** A page is asked for when it has been looked at for so long, as a drawn scroll bar passes many. */
const LOOKED_AT_MS = 80;
/** Rows before and behind what is seen that are loaded ahead. */
const AHEAD = 40;

/**
 * The records of a query by their places in its order, page by page as they are looked at.
 *
 * @param range the places of the first and the last row that is seen
 */
export function useRecordPages(query: () => RecordQuery, range: () => readonly [number, number]) {
  const queries = useQueryClient();
  const asked = computed(query);
  const prefix = computed(() => ['records', asked.value.collection, 'page', asked.value] as const);
  const wanted = shallowRef<number[]>([0]);
  const took = ref<number | null>(null);
  let reader = begin(asked.value);
  let timer: ReturnType<typeof setTimeout> | undefined;

  function begin(now: RecordQuery): PageReader {
    return new PageReader(now, PAGE, (parameters, signal) => listRecords(now, parameters, signal));
  }

  /** The reader of a query; what was read of another one, or before it was invalidated, is of no use to it. */
  function readerOf(now: RecordQuery, isOutdated: boolean): PageReader {
    if (reader.query !== now || isOutdated) {
      reader = begin(now);
    }
    return reader;
  }

  const totals = useQuery({
    queryKey: computed(() => ['records', asked.value.collection, 'total', asked.value.filter]),
    staleTime: Infinity,
    queryFn: ({ signal }) => countRecords(asked.value.collection, asked.value.filter, signal),
  });

  function optionsOf(index: number) {
    const now = asked.value;
    const queryKey = [...prefix.value, index];
    return {
      queryKey,
      staleTime: Infinity,
      gcTime: 60_000,
      structuralSharing: false as const,
      queryFn: async ({ signal }: { signal: AbortSignal }): Promise<RecordPage> => {
        const state = queries.getQueryState(queryKey);
        const pagesReader = readerOf(now, state?.isInvalidated === true && state.dataUpdatedAt > reader.begunAt);
        const started = performance.now();
        const page = await pagesReader.read(index, totals.data.value ?? null, isUpwards(index), signal);
        if (now === asked.value) {
          took.value = Math.round(performance.now() - started);
        }
        return page;
      },
    };
  }

  function isUpwards(index: number): boolean {
    return isLoaded(index + 1) && !isLoaded(index - 1);
  }

  function isLoaded(index: number): boolean {
    return queries.getQueryData([...prefix.value, index]) !== undefined;
  }

  const pages = useQueries({ queries: computed(() => wanted.value.map(optionsOf)) });
  const loaded = computed(() => new Map(wanted.value.map((index, at) => [index, pages.value[at]?.data])));

  watch(asked, () => (wanted.value = [0]));
  watch(range, look);

  function look() {
    const [first, last] = range();
    const [from, to] = [Math.max(first - AHEAD, 0), Math.min(last + AHEAD, Math.max(count.value - 1, 0))];
    const next: number[] = [];
    for (let index = Math.floor(from / PAGE); index <= Math.floor(to / PAGE); index++) {
      next.push(index);
    }
    if (next.join() === wanted.value.join() || next.length === 0) {
      return;
    }
    clearTimeout(timer);
    const isNear = next.some((index) => wanted.value.includes(index)) || next.every(isLoaded);
    timer = isNear ? want(next) : setTimeout(() => want(next), LOOKED_AT_MS);
  }

  function want(next: number[]): undefined {
    wanted.value = next;
    const middle = next[0]!;
    queries.removeQueries({
      queryKey: prefix.value,
      type: 'inactive',
      predicate: ({ queryKey }) => Math.abs((queryKey.at(-1) as number) - middle) > NEAR,
    });
  }
  onBeforeUnmount(() => clearTimeout(timer));

  /** Before they are counted, as many as are known, and some more where there are more. */
  const count = computed(() => {
    const first = loaded.value.get(0);
    if (first?.isLast) {
      return first.records.length;
    }
    return totals.data.value ?? (first === undefined ? 0 : 2 * PAGE);
  });

  function at(index: number): RecordOf | undefined {
    return loaded.value.get(Math.floor(index / PAGE))?.records[index % PAGE];
  }

  /** The place of a record that is in memory; -1 elsewhere. */
  function placeOf(id: string): number {
    for (const [index, page] of loaded.value) {
      const place = page?.records.findIndex((record) => record.id === id) ?? -1;
      if (place >= 0) {
        return index * PAGE + place;
      }
    }
    for (const [key, page] of queries.getQueriesData<RecordPage>({ queryKey: prefix.value })) {
      const place = page?.records.findIndex((record) => record.id === id) ?? -1;
      if (place >= 0) {
        return (key.at(-1) as number) * PAGE + place;
      }
    }
    return -1;
  }

  function neighboursOf(id: string): Neighbours {
    const place = placeOf(id);
    return { previous: place > 0, next: place >= 0 && place < count.value - 1 };
  }

  /** Records from a place to another one, both with it; those far away are read for it. */
  async function slice(from: number, to: number): Promise<RecordOf[]> {
    const records: RecordOf[] = [];
    for (let index = Math.floor(from / PAGE); index <= Math.floor(to / PAGE); index++) {
      const page = await queries.ensureQueryData(optionsOf(index));
      records.push(...page.records.slice(Math.max(from - index * PAGE, 0), to - index * PAGE + 1));
    }
    return records;
  }

  /** Shows a record as it is now, where it stands. */
  function replace(record: RecordOf) {
    queries.setQueriesData<RecordPage>({ queryKey: prefix.value }, (page) =>
      page?.records.some((it) => it.id === record.id)
        ? { ...page, records: page.records.map((it) => (it.id === record.id ? record : it)) }
        : page,
    );
  }

  const isPending = computed(() => loaded.value.get(0) === undefined && wanted.value[0] === 0);
  const error = computed(() => pages.value.find((page) => page.error)?.error ?? totals.error.value ?? null);
  const total = computed(() => totals.data.value ?? (loaded.value.get(0)?.isLast ? count.value : null));

  function retry() {
    void queries.refetchQueries({ queryKey: ['records', asked.value.collection], type: 'active' });
  }

  return { at, placeOf, neighboursOf, slice, replace, retry, count, total, took, isPending, error };
}

export type RecordPages = ReturnType<typeof useRecordPages>;
