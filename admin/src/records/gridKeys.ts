/** What a key does in the table. */
export type GridCommand =
  | { kind: 'move'; rows: number; columns: number }
  | { kind: 'first' | 'last' | 'rowStart' | 'rowEnd' | 'pageUp' | 'pageDown' | 'open' | 'edit' | 'choose' | 'chooseMore' | 'chooseAll' | 'leave' }
  | { kind: 'type'; text: string };

const MOVES: Record<string, [rows: number, columns: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  k: [-1, 0],
  j: [1, 0],
};

const COMMANDS: Record<string, GridCommand> = {
  Home: { kind: 'rowStart' },
  End: { kind: 'rowEnd' },
  PageUp: { kind: 'pageUp' },
  PageDown: { kind: 'pageDown' },
  Enter: { kind: 'open' },
  e: { kind: 'edit' },
  F2: { kind: 'edit' },
  x: { kind: 'choose' },
  X: { kind: 'chooseMore' },
  Escape: { kind: 'leave' },
};

const COMMANDS_WITH_CTRL: Record<string, GridCommand> = {
  Home: { kind: 'first' },
  End: { kind: 'last' },
  a: { kind: 'chooseAll' },
};

/** Letters are commands, so that only figures begin to write at once. */
const FIGURE = /^[-.,\d]$/;

/** The command of a key; null for one that means nothing here. */
export function commandOf(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>): GridCommand | null {
  if (event.altKey) {
    return null;
  }
  if (event.ctrlKey || event.metaKey) {
    return COMMANDS_WITH_CTRL[event.key] ?? null;
  }
  const move = MOVES[event.key];
  if (move !== undefined) {
    return { kind: 'move', rows: move[0], columns: move[1] };
  }
  return COMMANDS[event.key] ?? (FIGURE.test(event.key) ? { kind: 'type', text: event.key } : null);
}
