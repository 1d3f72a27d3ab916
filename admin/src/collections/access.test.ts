import { createI18n } from 'vue-i18n';
import { expect, it } from 'vitest';
import filters from '@/filters/en';
import filtersDe from '@/filters/de';
import ui from '@/ui/en';
import uiDe from '@/ui/de';
import { type Action, effective, opens, readRule, type Rule } from './access';
import collections from './en';
import collectionsDe from './de';

const i18n = createI18n({
  legacy: false,
  locale: 'en',
  messages: { en: { ...ui, filters, collections }, de: { ...uiDe, filters: filtersDe, collections: collectionsDe } },
});

function read(action: Action, rule: Rule, language: 'en' | 'de' = 'en'): string {
  const fields = [{ name: 'status', values: ['open'] }];
  return readRule(action, rule, 'events', fields, { language, t: (key, named) => i18n.global.t(key, named ?? {}, { locale: language }) });
}

it('what was not set is private', () => {
  expect(effective({}, 'create')).toBe('auth');
  expect(effective({}, 'delete')).toBe('owner');
  expect(effective({ list: 'public' }, 'read')).toBe('public');
});

it('rules are read aloud', () => {
  expect(read('list', 'public')).toBe('Anyone may list events, without an account.');
  expect(read('update', 'owner')).toBe('Whoever is signed in may change their own events.');
  expect(read('list', { status: { in: ['open', 'cancelled'] } })).toBe('Anyone may list events where status is one of open, “cancelled”.');
  expect(read('delete', { owner_id: '$user.id' })).toBe('Whoever is signed in may delete events where it is their own.');
  expect(read('list', { status: 'open' }, 'de')).toBe('Jeder darf events auflisten, für die gilt: status ist open.');
});

it.each<[Rule, boolean]>([
  ['public', true],
  ['auth', false],
  [{ published: true }, true],
  [{ owner_id: '$user.id' }, false],
  [{ or: [{ owner_id: '$user.id' }, { published: true }] }, true],
  [{ published: true, owner_id: '$user.id' }, false],
  [{ not: { owner_id: '$user.id' } }, true],
  [{ owner_id: { ne: '$user.id' } }, true],
  [{ '$user.is_admin': true }, false],
  [{ '$user.is_admin': false }, true],
  [{ owner_id: { in: ['$user.id'] } }, false],
])('whether %j opens to anyone: %s', (rule, expected) => {
  expect(opens(rule, 'list')).toBe(expected);
});
