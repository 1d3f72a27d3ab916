import type { ShallowRef } from 'vue';
import { isTyping, useEventListener } from '@/ui/dom';
import { kindOf } from './fields';
import type { GridCursor } from './gridCursor';
import { commandOf, type GridCommand } from './gridKeys';
import type { RowWindow } from './rowWindow';

/** What the keys of a grid do beside moving its cursor. */
export interface GridActions {
  open: (row: number) => void;
  /** Writes in the cell of the cursor, which begins with a text or with its value. */
  edit: (typed?: string) => void;
  choose: (row: number, isRange: boolean) => void;
  chooseSeen: () => void;
  chooseNone: () => void;
}

/**
 * Listens to the keys of a grid. Keys on a button of it are the button's; a key of movement brings
 * one here from anywhere on the page.
 *
 * @param isBeside whether something else is open that keys may be meant for
 */
export function useGridCommands(
  grid: Readonly<ShallowRef<HTMLElement | null>>,
  cursor: GridCursor,
  rows: RowWindow,
  isBeside: () => boolean,
  actions: GridActions,
) {
  function run(command: GridCommand) {
    const row = cursor.row.value;
    const page = Math.max(rows.lastSeen.value - rows.firstSeen.value - 1, 1);
    switch (command.kind) {
      case 'move':
        return cursor.move(command.rows, command.columns);
      case 'first':
        return cursor.put(0, cursor.column.value);
      case 'last':
        return cursor.put(Infinity, cursor.column.value);
      case 'rowStart':
        return cursor.put(row, 0);
      case 'rowEnd':
        return cursor.put(row, Infinity);
      case 'pageUp':
        return cursor.move(-page, 0);
      case 'pageDown':
        return cursor.move(page, 0);
      case 'open':
        return actions.open(row);
      case 'edit':
        return actions.edit();
      case 'type':
        return isNumber() && actions.edit(command.text);
      case 'choose':
      case 'chooseMore':
        return actions.choose(row, command.kind === 'chooseMore');
      case 'chooseAll':
        return actions.chooseSeen();
      case 'leave':
        return actions.chooseNone();
    }
  }

  function isNumber(): boolean {
    const field = cursor.activeColumn.value?.field;
    return field !== undefined && ['number', 'decimal'].includes(kindOf(field));
  }

  useEventListener('keydown', (event) => {
    const target = event.target as HTMLElement;
    const isHere = target === grid.value || target.matches('[data-choose], [data-open]');
    const isIdle = target === document.body || target.tagName === 'MAIN';
    const isElsewhere = isTyping(event) && !target.matches('[data-choose]');
    const command = commandOf(event);
    if (command === null || isElsewhere || event.defaultPrevented) {
      return;
    }
    if (isHere || (isIdle && command.kind === 'move' && !isBeside())) {
      event.preventDefault();
      grid.value?.focus({ preventScroll: true });
      run(command);
    }
  });
}
