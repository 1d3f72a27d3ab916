import { describe, expect, it } from 'vitest';
import { defaultColumns, fittedColumns, movedColumn } from './columnState';
import type { Field } from './fields';

const fields: Field[] = [{ name: 'title' }, { name: 'stars', type: 'integer' }];

describe('the columns of a table', () => {
  it('are the fields and when a record was made', () => {
    const state = defaultColumns(fields);
    expect(state.order).toEqual(['title', 'stars', 'id', 'owner_id', 'created_at', 'updated_at']);
    expect(state.order.filter((name) => state.visible[name] !== false)).toEqual(['title', 'stars', 'created_at']);
  });

  it('stay as they were put when fields come and go', () => {
    const kept = { order: ['gone', 'stars', 'created_at', 'id', 'owner_id', 'updated_at'], visible: { stars: false }, widths: { stars: 90 } };
    const state = fittedColumns(kept, fields);
    expect(state.order).toEqual(['stars', 'title', 'created_at', 'id', 'owner_id', 'updated_at']);
    expect(state.visible['stars']).toBe(false);
    expect(state.widths).toEqual({ stars: 90 });
  });

  it('move past those that are hidden', () => {
    const state = { ...defaultColumns(fields), visible: { stars: false, id: false, owner_id: false } };
    expect(movedColumn(state, 'title', 1)).toEqual(['stars', 'id', 'owner_id', 'created_at', 'title', 'updated_at']);
    expect(movedColumn(state, 'created_at', -1)[0]).toBe('created_at');
    expect(movedColumn(state, 'title', -1)).toEqual(state.order);
  });
});
