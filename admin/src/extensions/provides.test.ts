import { expect, it } from 'vitest';
import { broughtBy, differences } from './provides';
import { changesOf, draftOf } from './settings';

const NOTHING = { functions: [], hooks: [], schedules: [], routes: [], collections: [], settings: [] };
const SETTINGS = [
  { name: 'days', type: 'integer', secret: false, description: null, default: 30, is_set: false },
  { name: 'key', type: 'string', secret: true, description: null, default: null, is_set: true },
  { name: 'on', type: 'boolean', secret: false, description: null, default: null, is_set: false },
] as const;

it('an extension is told by what it brings', () => {
  const brought = broughtBy({ ...NOTHING, functions: ['f'], hooks: [{ name: 'a.b', kind: 'OnRecordCreate', targets: ['posts'] }] });
  expect(brought).toEqual([
    { kind: 'functions', lines: ['f'] },
    { kind: 'hooks', lines: ['a.b – OnRecordCreate(posts)'] },
  ]);
});

it('an update is told by what comes and what goes', () => {
  expect(differences({ ...NOTHING, functions: ['f', 'g'] }, { ...NOTHING, functions: ['g'], collections: ['c'] })).toEqual([
    { sign: '+', kind: 'collections', line: 'c' },
    { sign: '−', kind: 'functions', line: 'f' },
  ]);
});

it('settings send what was changed, and never a secret that nobody typed', () => {
  const before = draftOf(SETTINGS, { days: 30, on: null });
  expect(before).toEqual({ days: '30', key: '', on: false });
  expect(changesOf(SETTINGS, before, before)).toEqual({});
  expect(changesOf(SETTINGS, { days: '7', key: 's3cret', on: true }, before)).toEqual({ days: 7, key: 's3cret', on: true });
  expect(changesOf(SETTINGS, { ...before, days: '' }, before)).toEqual({ days: null });
  expect(changesOf(SETTINGS, { ...before, days: 'many' }, before)).toEqual({ days: 'many' });
});
