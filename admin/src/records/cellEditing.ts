import { nextTick, watch } from 'vue';
import { failed } from '@/ui/toasts';
import { kindOf } from './fields';
import type { GridCursor } from './gridCursor';
import type { RecordPages } from './recordPages';
import type { RowEditing } from './rowEditing';
import type { TableColumn } from './tableColumns';

function isEditable(column: TableColumn): boolean {
  return !column.isSystem && !['json', 'list'].includes(kindOf(column.field));
}

/**
 * Goes with the cursor through the cells of the row that is written in.
 *
 * @param open shows the record whose value can't be written in a cell
 * @param ended takes the keys back
 */
export function useCellEditing(
  editing: RowEditing,
  pages: RecordPages,
  columns: () => readonly TableColumn[],
  cursor: GridCursor,
  open: (id: string) => void,
  ended: () => void,
) {
  function edit(typed: string | null = null) {
    const record = pages.at(cursor.row.value);
    const column = cursor.activeColumn.value;
    if (record === undefined || column === undefined) {
      return;
    }
    if (isEditable(column)) {
      void editing.begin(record, column.id, typed);
    } else {
      open(record.id);
    }
  }

  /** Goes on to the next cell of the row, or ends with 0. */
  function leave(step: number) {
    const now = editing.edit.value;
    const editable = columns().filter(isEditable);
    const next = editable[editable.findIndex((column) => column.id === now?.column) + step];
    if (step === 0 || next === undefined || now === null) {
      void finish();
    } else {
      void editing.begin(now.record, next.id);
    }
  }

  async function finish() {
    if (await editing.save()) {
      ended();
    }
  }

  function cancel() {
    editing.cancel();
    ended();
  }

  // What is refused may be in a cell that is scrolled away, or in a column that is hidden.
  watch([editing.edit, columns], async ([now]) => {
    const at = columns().findIndex((column) => column.id === now?.column);
    if (now === null) {
      return;
    }
    if (at < 0) {
      const error = now.errors[now.column];
      error !== undefined && failed(new Error(`${now.column}: ${error}`));
      return;
    }
    const row = pages.placeOf(now.record.id);
    await nextTick();
    cursor.put(row < 0 ? cursor.row.value : row, at);
  });

  return { edit, leave, cancel };
}
