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
export const MOST_VIEWS = 30;

export function readViews(collection: string): SavedView[] {
  try {
    const views: unknown = JSON.parse(localStorage.getItem(KEY + collection) ?? '[]');
    return Array.isArray(views) ? (views as SavedView[]) : [];
  } catch {
    return [];
  }
}

/** Keeps a view, in place of one of the same name. */
export function keepView(collection: string, view: SavedView): SavedView[] {
  const others = readViews(collection).filter((it) => it.name !== view.name);
  return keep(collection, [...others.slice(1 - MOST_VIEWS), view].sort((a, b) => a.name.localeCompare(b.name)));
}

export function dropView(collection: string, name: string): SavedView[] {
  return keep(collection, readViews(collection).filter((it) => it.name !== name));
}

function keep(collection: string, views: SavedView[]): SavedView[] {
  localStorage.setItem(KEY + collection, JSON.stringify(views));
  return views;
}
