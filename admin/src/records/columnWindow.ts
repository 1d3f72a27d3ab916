import { useVirtualizer } from '@tanstack/vue-virtual';
import { computed, type ShallowRef } from 'vue';
import type { TableColumn } from './tableColumns';

/** Checkboxes and numbers of rows. */
const SIDE_PX = 88;

const widthOf = (columns: readonly TableColumn[]) => columns.reduce((sum, column) => sum + column.width, 0);

/** Which columns a grid shows: the first one always, of the others those that are scrolled to. */
export function useColumnWindow(grid: Readonly<ShallowRef<HTMLElement | null>>, columns: () => readonly TableColumn[]) {
  const pinned = computed(() => columns()[0]);
  const others = computed(() => columns().slice(1));
  const sides = useVirtualizer(
    computed(() => ({
      horizontal: true,
      count: others.value.length,
      getScrollElement: () => grid.value,
      estimateSize: (at: number) => others.value[at]?.width ?? 0,
      getItemKey: (at: number) => `${others.value[at]?.id} ${others.value[at]?.width}`,
      overscan: 4,
    })),
  );
  const first = computed(() => sides.value.getVirtualItems()[0]?.index ?? 0);
  const last = computed(() => sides.value.getVirtualItems().at(-1)?.index ?? 0);
  const seen = computed(() => others.value.slice(first.value, last.value + 1));
  /** The room of the columns left of those that are seen, in pixels. */
  const before = computed(() => widthOf(others.value.slice(0, first.value)));
  const width = computed(() => SIDE_PX + widthOf(columns()));
  /** What covers scrolled columns on their left, in pixels. */
  const covered = computed(() => SIDE_PX + (pinned.value?.width ?? 0));

  /** Whether columns have gone below the first one. */
  const isScrolled = computed(() => (sides.value.scrollOffset ?? 0) > 0);

  /** Scrolls a cell into view. */
  function show(row: number, name: string) {
    const at = others.value.findIndex((column) => column.id === name);
    const cell = grid.value?.querySelector(`[data-row="${row}"] [data-column="${name}"]`);
    if (at >= 0 && cell) {
      cell.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    } else if (at >= 0) {
      sides.value.scrollToIndex(at);
    }
  }

  return { pinned, seen, before, width, covered, isScrolled, show };
}

export type ColumnWindow = ReturnType<typeof useColumnWindow>;
