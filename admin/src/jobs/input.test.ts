import { expect, it } from 'vitest';
import { errorsOf } from './input';

it('messages about an input are told at the paths within it', () => {
  const errors = { 'payload.rows.0.sum': 'too small', 'payload.2.name': 'missing', payload: 'no object', payload_size: 'x', name: 'y' };
  expect(errorsOf(errors, 'payload')).toEqual({ 'rows[0].sum': 'too small', '[2].name': 'missing', '': 'no object' });
});
