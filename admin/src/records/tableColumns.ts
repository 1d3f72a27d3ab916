import { type ColumnDef, getCoreRowModel, type Updater, useVueTable } from '@tanstack/vue-table';
import { computed, ref, watch } from 'vue';
import { type ColumnState, defaultWidth, keepColumns, LEAST_WIDTH, MOST_WIDTH, movedColumn, readColumns, SYSTEM_FIELDS } from './columnState';
import { type Field, isSortable } from './fields';
import type { RecordOf } from './records';
import { formatSort, NEWEST, parseSort, withKey } from './sorting';

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
      size: defaultWidth(field),
      minSize: LEAST_WIDTH,
      maxSize: MOST_WIDTH,
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
    },
    onColumnOrderChange: update('order'),
    onColumnVisibilityChange: update('visible'),
    onColumnSizingChange: update('widths'),
  });

  const byName = computed(() => new Map(all.value.map((field) => [field.name, field])));
  const columns = computed(() =>
    table.getVisibleLeafColumns().map((column): TableColumn => ({
      id: column.id,
      field: byName.value.get(column.id)!,
      isSystem: SYSTEM_FIELDS.some((field) => field.name === column.id),
      width: column.getSize(),
      isSortable: isSortable(byName.value.get(column.id)!),
    })),
  );

  /** Whether somebody has chosen an order. */
  const isSorted = computed(() => sort() !== NEWEST);

  /** Sorts by one column; by a further one where somebody has chosen an order already. */
  function sortBy(id: string, desc: boolean, isFurther: boolean) {
    sorted(formatSort(withKey(isFurther && isSorted.value ? parseSort(sort()) : [], { id, desc })));
  }

  function sortNoMore(id: string) {
    sorted(formatSort(parseSort(sort()).filter((key) => key.id !== id)));
  }

  /** Ascending, descending, and then not at all. */
  function toggleSort(id: string, isFurther: boolean) {
    const key = parseSort(sort()).find((it) => it.id === id);
    if (key?.desc && isSorted.value) {
      sortNoMore(id);
    } else {
      sortBy(id, key !== undefined && !key.desc, isFurther);
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

  return { state, all, columns, isSorted, sortBy, sortNoMore, toggleSort, resize, show, move };
}

export type TableColumns = ReturnType<typeof useTableColumns>;
