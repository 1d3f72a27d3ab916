import { type ColumnDef, getCoreRowModel, type Updater, useVueTable } from '@tanstack/vue-table';
import { computed, ref, watch } from 'vue';
import { type ColumnState, defaultWidth, keepColumns, LEAST_WIDTH, MOST_WIDTH, movedColumn, readColumns, SYSTEM_FIELDS } from './columnState';
import { type Field, isSortable } from './fields';
import type { RecordOf } from './records';
import { formatSort, parseSort } from './sorting';

/** A column that is shown. */
export interface TableColumn {
  id: string;
  field: Field;
  /** The value is the record's own, beside its data. */
  isSystem: boolean;
  /** In pixels. */
  width: number;
  isSortable: boolean;
}

/**
 * Which columns a table of records has, in what order and how wide; all of it is kept for each
 * collection. The order of rows belongs to the address.
 *
 * @param sort reads the order of rows, as the API writes it
 */
export function useTableColumns(collection: string, fields: () => readonly Field[], sort: () => string, sorted: (sort: string) => void) {
  const state = ref<ColumnState>(readColumns(collection, fields()));
  watch(fields, (now) => (state.value = readColumns(collection, now)));
  watch(state, (now) => keepColumns(collection, now));

  const all = computed(() => [...fields(), ...SYSTEM_FIELDS]);
  const definitions = computed(() =>
    all.value.map((field): ColumnDef<RecordOf> => ({
      id: field.name,
      // Nothing without it can be sorted.
      accessorFn: (record) => record.data[field.name],
      size: defaultWidth(field),
      minSize: LEAST_WIDTH,
      maxSize: MOST_WIDTH,
      enableSorting: isSortable(field),
    })),
  );

  function update<K extends keyof ColumnState>(part: K) {
    return (updater: Updater<ColumnState[K]>) => {
      const next = typeof updater === 'function' ? updater(state.value[part]) : updater;
      state.value = { ...state.value, [part]: next };
    };
  }

  const table = useVueTable<RecordOf>({
    data: [],
    get columns() {
      return definitions.value;
    },
    getCoreRowModel: getCoreRowModel(),
    manualSorting: true,
    enableSortingRemoval: true,
    state: {
      get columnOrder() {
        return state.value.order;
      },
      get columnVisibility() {
        return state.value.visible;
      },
      get columnSizing() {
        return state.value.widths;
      },
      get sorting() {
        return parseSort(sort());
      },
    },
    onColumnOrderChange: update('order'),
    onColumnVisibilityChange: update('visible'),
    onColumnSizingChange: update('widths'),
    onSortingChange: (updater) => {
      const now = parseSort(sort());
      sorted(formatSort(typeof updater === 'function' ? updater(now) : updater));
    },
  });

  const byName = computed(() => new Map(all.value.map((field) => [field.name, field])));
  const columns = computed(() =>
    table.getVisibleLeafColumns().map((column): TableColumn => ({
      id: column.id,
      field: byName.value.get(column.id)!,
      isSystem: SYSTEM_FIELDS.some((field) => field.name === column.id),
      width: column.getSize(),
      isSortable: column.getCanSort(),
    })),
  );

  function sortBy(id: string, isDescending: boolean, isFurther: boolean) {
    table.getColumn(id)?.toggleSorting(isDescending, isFurther);
  }

  /** Ascending, descending, and then not at all. */
  function toggleSort(id: string, isFurther: boolean) {
    const column = table.getColumn(id);
    if (column?.getIsSorted() === 'desc') {
      column.clearSorting();
    } else {
      sortBy(id, column?.getIsSorted() === 'asc', isFurther);
    }
  }

  function resize(id: string, width: number) {
    const bounded = Math.min(Math.max(Math.round(width), LEAST_WIDTH), MOST_WIDTH);
    table.setColumnSizing((widths) => ({ ...widths, [id]: bounded }));
  }

  function show(id: string, isShown: boolean) {
    table.getColumn(id)?.toggleVisibility(isShown);
  }

  function move(id: string, step: number) {
    table.setColumnOrder(movedColumn(state.value, id, step));
  }

  return { state, all, columns, sortBy, toggleSort, resize, show, move };
}

export type TableColumns = ReturnType<typeof useTableColumns>;
