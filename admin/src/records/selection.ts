import { computed, shallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { failed } from '@/ui/toasts';
import type { RecordOf } from './records';

/** A range of more rows is rather all that match. */
const MOST_IN_RANGE = 5000;

/**
 * The records that were chosen, by their ids.
 *
 * @param slice reads the records from a place to another one
 */
export function useSelection(slice: (from: number, to: number) => Promise<RecordOf[]>) {
  const { t } = useI18n();
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

  /**
   * Chooses a row or gives it up; as a range all from the row that was chosen last to this one.
   *
   * @param id undefined while the row is loaded
   */
  async function choose(index: number, id: string | undefined, isRange: boolean) {
    if (!isRange || chosen.value.size === 0) {
      id !== undefined && toggle(index, id);
      return;
    }
    const [from, to] = [Math.min(anchor, index), Math.max(anchor, index)];
    try {
      if (to - from >= MOST_IN_RANGE) {
        throw new Error(t('records.rangeTooLarge', { n: MOST_IN_RANGE }));
      }
      add(await slice(from, to));
    } catch (failure) {
      failed(failure);
    }
  }

  function add(records: readonly RecordOf[]) {
    chosen.value = new Set([...chosen.value, ...records.map((record) => record.id)]);
  }

  function clear() {
    chosen.value = new Set();
  }

  const ids = computed(() => [...chosen.value]);
  return { chosen, ids, choose, add, clear };
}

export type Selection = ReturnType<typeof useSelection>;
