import { createI18n } from 'vue-i18n';
import { expect, it } from 'vitest';
import filters from '@/filters/en';
import filtersDe from '@/filters/de';
import ui from '@/ui/en';
import uiDe from '@/ui/de';
import { type Action, effective, opens, readRule, rebasedRules, type Rule, type Rules, statesOf, withRule } from './access';
import collections from './en';
import collectionsDe from './de';

const i18n = createI18n({
  legacy: false,
  locale: 'en',
  messages: { en: { ...ui, filters, collections }, de: { ...uiDe, filters: filtersDe, collections: collectionsDe } },
});

function read(action: Action, rule: Rule, language: 'en' | 'de' = 'en'): string {
  const fields = [{ name: 'status', values: ['open'] }, { name: 'price', type: 'integer' }, { name: 'starts', type: 'datetime' }, { name: 'members', type: 'list[string]' }, { name: 'author' }];
  return readRule(action, rule, 'events', fields, { language, t: (key, named) => i18n.global.t(key, named ?? {}, { locale: language }) });
}

it('what was not set is private', () => {
  expect(effective({}, 'create')).toBe('auth');
  expect(effective({}, 'delete')).toBe('owner');
  expect(effective({ list: 'public' }, 'read')).toBe('public');
});

const own: Rule = { owner_id: '$user.id' };

it.each<[Action, Rule, string, string]>([
  ['list', 'public', 'Anyone may list events, without an account.', 'Jeder darf events auflisten, auch ohne Konto.'],
  ['read', 'auth', 'Whoever is signed in may read events.', 'Wer angemeldet ist, darf events lesen.'],
  ['update', 'owner', 'Whoever is signed in may change their own events.', 'Wer angemeldet ist, darf eigene events ändern.'],
  ['delete', 'admin', 'Only admins may delete events.', 'Nur Admins dürfen events löschen.'],
  ['delete', own, 'Whoever is signed in may delete their own events.', 'Wer angemeldet ist, darf eigene events löschen.'],
  ['list', { status: { in: ['open', 'cancelled'] } }, 'Anyone may list events where status is one of open, “cancelled”.', 'Jeder darf events auflisten, für die gilt: status ist eines von open, „cancelled“.'],
  ['update', { ...own, status: 'open' }, 'Whoever is signed in may change their own events where status is open.', 'Wer angemeldet ist, darf eigene events ändern, für die gilt: status ist open.'],
  ['list', { or: [{ status: 'open' }, own] }, 'Anyone may list events where status is open. Whoever is signed in may list their own, too.', 'Jeder darf events auflisten, für die gilt: status ist open. Wer angemeldet ist, darf auch die eigenen auflisten.'],
  ['list', { or: [own, { members: { has: '$user.id' } }] }, 'Whoever is signed in may list their own events, and those where members has the caller’s ID as an item.', 'Wer angemeldet ist, darf eigene events auflisten und solche, für die gilt: members hat die ID des Aufrufers als Eintrag.'],
  ['list', { not: own }, 'Anyone may list events where it is not true that the caller is the owner.', 'Jeder darf events auflisten, für die gilt: es trifft nicht zu: der Aufrufer ist der Besitzer.'],
  ['read', { and: [{ status: 'open' }, { or: [{ price: { lt: 5 } }, { '$user.is_admin': true }] }] }, 'Anyone may read events where status is open and (price is less than 5 or the caller is an admin).', 'Jeder darf events lesen, für die gilt: status ist open und (price ist kleiner als 5 oder der Aufrufer ist Admin).'],
  ['read', { members: { length: { gte: 1 }, has_any: ['a', 'b'] } }, 'Anyone may read events where members has at least 1 item and members has one of “a”, “b”.', 'Jeder darf events lesen, für die gilt: members hat mindestens 1 Eintrag und members hat einen der Einträge „a“, „b“.'],
  ['create', { '$user.email': { ends_with: '@club.org' }, '$new.status': 'open' }, 'Whoever is signed in may create events where the caller’s e-mail ends with “@club.org” and status afterwards is open.', 'Wer angemeldet ist, darf events anlegen, für die gilt: die E-Mail des Aufrufers endet mit „@club.org“ und status nachher ist open.'],
  ['update', { ...own, not: { changed: 'status' }, '$new.members': { subset: '$old.members' } }, 'Whoever is signed in may change their own events where status is not changed and members afterwards has nothing but members before.', 'Wer angemeldet ist, darf eigene events ändern, für die gilt: status bleibt unverändert und members nachher hat keine Einträge außer members vorher.'],
  ['delete', { starts: { gt: '$now' }, author: '$user.email' }, 'Whoever is signed in may delete events where starts is after now and author is the caller’s e-mail.', 'Wer angemeldet ist, darf events löschen, für die gilt: starts ist nach jetzt und author ist die E-Mail des Aufrufers.'],
])('%s %j is read aloud in both languages', (action, rule, english, german) => {
  expect(read(action, rule)).toBe(english);
  expect(read(action, rule, 'de')).toBe(german);
});

it('a record that is made has no state before', () => {
  expect((['list', 'create', 'update', 'delete'] as const).map(statesOf)).toEqual([[], ['new'], ['old', 'new'], []]);
});

it('rules over those that somebody else has saved keep what was changed here alone', () => {
  const before: Rules = { list: 'public', update: 'auth' };
  expect(rebasedRules({ list: 'auth', update: 'auth' }, before, { list: 'admin', delete: 'admin' })).toEqual({ list: 'auth', delete: 'admin' });
  expect(withRule(before, 'list', undefined)).toEqual({ update: 'auth' });
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
