import { computed, shallowRef } from 'vue';
import type { RecordOf } from './records';

/** A range of more rows is rather all that match. */
export const MOST_IN_RANGE = 5000;

/**
 * The records that were chosen, by their ids.
 *
 * @param slice reads the records from a place to another one
 */
export function useSelection(slice: (from: number, to: number) => Promise<RecordOf[]>) {
  const chosen = shallowRef<ReadonlySet<string>>(new Set());
  let anchor = 0;

  function toggle(index: number, id: string) {
    const next = new Set(chosen.value);
    if (!next.delete(id)) {
      next.add(id);
    }
    anchor = index;
    chosen.value = next;
  }

  /** All from the row that was chosen last to this one. Returns false where these are too many. */
  async function extend(index: number): Promise<boolean> {
    const [from, to] = [Math.min(anchor, index), Math.max(anchor, index)];
    if (to - from >= MOST_IN_RANGE) {
      return false;
    }
    add(await slice(from, to));
    return true;
  }

  function add(records: readonly RecordOf[]) {
    chosen.value = new Set([...chosen.value, ...records.map((record) => record.id)]);
  }

  function clear() {
    chosen.value = new Set();
  }

  const ids = computed(() => [...chosen.value]);
  return { chosen, ids, toggle, extend, add, clear };
}

export type Selection = ReturnType<typeof useSelection>;
