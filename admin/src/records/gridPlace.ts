/** Where in the table something was clicked. */
export interface GridPlace {
  row: number;
  /** The name of the column; empty for the cell of the checkbox. */
  column: string;
  part: 'choose' | 'open' | 'cell';
}

/** Null outside of the rows. */
export function placeOf(event: Event): GridPlace | null {
  const target = event.target as HTMLElement;
  const row = target.closest<HTMLElement>('[data-row]')?.dataset['row'];
  if (row === undefined) {
    return null;
  }
  const column = target.closest<HTMLElement>('[data-column]')?.dataset['column'] ?? '';
  const part = target.closest('[data-choose]') ? 'choose' : target.closest('[data-open]') ? 'open' : 'cell';
  return { row: Number(row), column, part };
}
