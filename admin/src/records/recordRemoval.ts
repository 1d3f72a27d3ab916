import { useMutation, useQueryClient } from '@tanstack/vue-query';
import { useI18n } from 'vue-i18n';
import { done, failed } from '@/ui/toasts';
import { deleteRecord, refreshRecords } from './records';
import { restoreSnapshot, type Snapshot, takeSnapshot } from './snapshot';

/**
 * Deletes a record, which can be undone for as long as the message about it is shown.
 *
 * @param deleted is called when it is gone
 */
export function useRecordRemoval(collection: string, deleted: () => void) {
  const { t } = useI18n();
  const queries = useQueryClient();

  const removal = useMutation({
    mutationFn: async (id: string) => {
      const before = await takeSnapshot(collection, [id]);
      await deleteRecord(collection, id);
      return before;
    },
    onSuccess: async (before) => {
      done(t('records.deleted'), { title: t('undo'), run: () => void restore(before) });
      deleted();
      await refreshRecords(queries, collection);
    },
    onError: failed,
  });

  async function restore(before: Snapshot) {
    try {
      await restoreSnapshot(before);
      done(t('records.restored'));
      await refreshRecords(queries, collection);
    } catch (failure) {
      failed(failure);
    }
  }

  function remove(id: string) {
    if (!removal.isPending.value) {
      removal.mutate(id);
    }
  }

  return { remove, isRemoving: removal.isPending };
}
