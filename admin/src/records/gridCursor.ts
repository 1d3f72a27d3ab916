import { computed, nextTick, ref } from 'vue';
import type { ColumnWindow } from './columnWindow';
import type { RowWindow } from './rowWindow';
import type { TableColumn } from './tableColumns';

/** The cell that keys work on; none has the row -1. */
export function useGridCursor(count: () => number, columns: () => readonly TableColumn[], rows: RowWindow, sides: ColumnWindow) {
  const row = ref(-1);
  const name = ref('');
  const column = computed(() => Math.max(columns().findIndex((it) => it.id === name.value), 0));
  const activeColumn = computed(() => columns()[column.value]);

  /** Goes to a cell, or to the one that is nearest to it, and shows it. */
  function put(toRow: number, toColumn: number) {
    row.value = Math.min(Math.max(toRow, 0), count() - 1);
    name.value = columns()[Math.min(Math.max(toColumn, 0), columns().length - 1)]?.id ?? '';
    if (row.value >= 0) {
      rows.show(row.value);
      void nextTick(() => sides.show(row.value, name.value));
    }
  }

  function move(byRows: number, byColumns: number) {
    // The first key takes the cursor to where one looks.
    put(row.value < 0 ? rows.firstSeen.value : row.value + byRows, column.value + byColumns);
  }

  function forget() {
    row.value = -1;
  }

  return { row, column, activeColumn, put, move, forget };
}

export type GridCursor = ReturnType<typeof useGridCursor>;
