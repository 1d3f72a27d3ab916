import type { Field } from './fields';
import { kindOf } from './fields';

/** How somebody wants the columns of a collection; kept in the browser. */
export interface ColumnState {
  order: string[];
  visible: Record<string, boolean>;
  /** In pixels. */
  widths: Record<string, number>;
}

/** What every record has beside its values. */
export const SYSTEM_FIELDS: readonly Field[] = [
  { name: 'id', type: 'string', format: 'uuid', unique: true },
  { name: 'owner_id', type: 'string', format: 'uuid' },
  { name: 'created_at', type: 'datetime' },
  { name: 'updated_at', type: 'datetime' },
];

export const LEAST_WIDTH = 64;
export const MOST_WIDTH = 800;

const KEY = 'tinybase.columns.';
const HIDDEN = ['id', 'owner_id', 'updated_at'];

export function defaultColumns(fields: readonly Field[]): ColumnState {
  return {
    order: [...fields, ...SYSTEM_FIELDS].map((field) => field.name),
    visible: Object.fromEntries(HIDDEN.map((name) => [name, false])),
    widths: {},
  };
}

/** What was kept, as far as the collection still has it; fields that are new stand before the system's. */
export function fittedColumns(kept: Partial<ColumnState> | null, fields: readonly Field[]): ColumnState {
  const fresh = defaultColumns(fields);
  const known = (kept?.order ?? []).filter((name) => fresh.order.includes(name));
  const added = fresh.order.filter((name) => !known.includes(name));
  const at = known.findIndex((name) => SYSTEM_FIELDS.some((field) => field.name === name));
  const order = at < 0 ? [...known, ...added] : [...known.slice(0, at), ...added, ...known.slice(at)];
  return { order, visible: { ...fresh.visible, ...kept?.visible }, widths: { ...kept?.widths } };
}

export function readColumns(collection: string, fields: readonly Field[]): ColumnState {
  try {
    return fittedColumns(JSON.parse(localStorage.getItem(KEY + collection) ?? 'null') as ColumnState | null, fields);
  } catch {
    return defaultColumns(fields);
  }
}

export function keepColumns(collection: string, state: ColumnState): void {
  localStorage.setItem(KEY + collection, JSON.stringify(state));
}

/** A column moved by so many places among those that are shown. */
export function movedColumn(state: ColumnState, name: string, step: number): string[] {
  const shown = state.order.filter((it) => state.visible[it] !== false);
  const other = shown[shown.indexOf(name) + step];
  if (other === undefined) {
    return state.order;
  }
  const rest = state.order.filter((it) => it !== name);
  const at = rest.indexOf(other) + (step > 0 ? 1 : 0);
  return [...rest.slice(0, at), name, ...rest.slice(at)];
}

export function defaultWidth(field: Field): number {
  switch (kindOf(field)) {
    case 'boolean':
      return 96;
    case 'number':
    case 'decimal':
    case 'date':
      return 120;
    case 'datetime':
      return 144;
    case 'choice':
      return 128;
    case 'list':
    case 'json':
      return 192;
    case 'text':
      return field.format === 'uuid' ? 304 : 224;
  }
}
