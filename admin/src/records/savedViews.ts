import { parseJson } from '@/api/exactJson';
import type { ColumnState } from './columnState';

/** A look at a collection that somebody has given a name; kept in the browser. */
export interface SavedView {
  name: string;
  /** JSON; null for all records. */
  filter: string | null;
  sort: string;
  columns: ColumnState;
}

const KEY = 'tinybase.views.';
/** Of a collection. */
export const MOST_VIEWS = 30;

export function readViews(collection: string): SavedView[] {
  try {
    const views = parseJson(localStorage.getItem(KEY + collection) ?? '[]');
    return Array.isArray(views) ? (views as SavedView[]) : [];
  } catch {
    return [];
  }
}

/** Whether a table looks as it did when the view was saved. */
export function isSameView(view: SavedView, now: Omit<SavedView, 'name'>): boolean {
  const { name: _, ...saved } = view;
  return JSON.stringify(parts(saved)) === JSON.stringify(parts(now));
}

function parts({ filter, sort, columns }: Omit<SavedView, 'name'>) {
  const hidden = columns.order.filter((name) => columns.visible[name] === false);
  return [filter, sort, columns.order, hidden, Object.entries(columns.widths).sort()];
}

/** Keeps a view, in place of one of the same name. */
export function keepView(collection: string, view: SavedView): SavedView[] {
  const others = readViews(collection).filter((it) => it.name !== view.name);
  return keep(collection, [...others, view].slice(-MOST_VIEWS).sort((a, b) => a.name.localeCompare(b.name)));
}

/** Gives a view another name; one that had it is gone then. */
export function renameView(collection: string, from: string, to: string): SavedView[] {
  const view = readViews(collection).find((it) => it.name === from);
  if (view === undefined) {
    return readViews(collection);
  }
  dropView(collection, from);
  return keepView(collection, { ...view, name: to });
}

export function dropView(collection: string, name: string): SavedView[] {
  return keep(collection, readViews(collection).filter((it) => it.name !== name));
}

function keep(collection: string, views: SavedView[]): SavedView[] {
  localStorage.setItem(KEY + collection, JSON.stringify(views));
  return views;
}
