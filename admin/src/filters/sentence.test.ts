import { createI18n } from 'vue-i18n';
import { describe, expect, it } from 'vitest';
import ui from '@/ui/en';
import uiDe from '@/ui/de';
import de from './de';
import en from './en';
import type { FilterField } from './fields';
import type { FilterJson } from './filter';
import { operatorTitle, readFilter, type Words } from './sentence';

const i18n = createI18n({
  legacy: false,
  locale: 'en',
  messages: { en: { ...ui, filters: en }, de: { ...uiDe, filters: de } },
});

function words(language: 'en' | 'de'): Words {
  const { t } = i18n.global;
  return { language, t: (key, named) => t(key, named ?? {}, { locale: language }) };
}

const fields: FilterField[] = [
  { name: 'title', type: 'string', label: 'Title' },
  { name: 'status', type: 'string', values: ['open', 'cancelled'] },
  { name: 'price', type: 'decimal' },
  { name: 'published', type: 'boolean' },
  { name: 'day', type: 'date' },
  { name: 'tags', type: 'list[string]' },
  { name: 'meta', type: 'json' },
];

const read = (json: FilterJson, language: 'en' | 'de' = 'en', changes = false) => readFilter(json, fields, words(language), changes);

describe('a filter is read aloud', () => {
  it.each<[FilterJson, string, string]>([
    [{ price: '10' }, 'price is 10', 'price ist 10'],
    [{ price: { ne: 10 } }, 'price is not 10', 'price ist nicht 10'],
    [{ price: { gt: 10 } }, 'price is more than 10', 'price ist größer als 10'],
    [{ price: { gte: 10 } }, 'price is at least 10', 'price ist mindestens 10'],
    [{ price: { lt: 10 } }, 'price is less than 10', 'price ist kleiner als 10'],
    [{ price: { lte: 10 } }, 'price is at most 10', 'price ist höchstens 10'],
    [{ status: { in: ['open', 'cancelled'] } }, 'status is one of open, cancelled', 'status ist eines von open, cancelled'],
    [{ status: { nin: ['open'] } }, 'status is not open', 'status ist nicht open'],
    [{ title: { null: true } }, 'Title has no value', 'Title hat keinen Wert'],
    [{ title: { null: false } }, 'Title has a value', 'Title hat einen Wert'],
    [{ title: { contains: 'sea' } }, 'Title contains “sea”', 'Title enthält „sea“'],
    [{ title: { icontains: 'sea' } }, 'Title contains “sea” in upper or lower case', 'Title enthält „sea“ (groß oder klein)'],
    [{ title: { starts_with: '$$a' } }, 'Title begins with “$a”', 'Title beginnt mit „$a“'],
    [{ title: { ends_with: 'a' } }, 'Title ends with “a”', 'Title endet mit „a“'],
    [{ title: { like: 'a%' } }, 'Title matches the pattern “a%”', 'Title passt zum Muster „a%“'],
    [{ title: { gt: 'm' } }, 'Title is after “m”', 'Title ist nach „m“'],
    [{ day: { gte: '2026-11-22' } }, 'day is Nov 22, 2026 or later', 'day ist 22.11.2026 oder später'],
    [{ day: { lt: '$today' } }, 'day is before today', 'day ist vor heute'],
    [{ day: { lte: '2026-11-22' } }, 'day is Nov 22, 2026 or earlier', 'day ist 22.11.2026 oder früher'],
    [{ tags: { has: 'a' } }, 'tags has “a” as an item', 'tags hat „a“ als Eintrag'],
    [{ tags: { has_any: ['a', 'b'] } }, 'tags has one of “a”, “b”', 'tags hat einen der Einträge „a“, „b“'],
    [{ tags: { has_all: ['a'] } }, 'tags has “a” as an item', 'tags hat „a“ als Eintrag'],
    [{ tags: { has_all: ['a', 'b'] } }, 'tags has all of “a”, “b”', 'tags hat alle Einträge „a“, „b“'],
    [{ status: { nin: ['open', 'cancelled'] } }, 'status is none of open, cancelled', 'status ist keines von open, cancelled'],
    [{ tags: { length: { gte: 1 } } }, 'tags has at least 1 item', 'tags hat mindestens 1 Eintrag'],
    [{ day: null }, 'day has no value', 'day hat keinen Wert'],
    [{ not: { day: null } }, 'day has a value', 'day hat einen Wert'],
    [{ tags: { has: '$user.id' } }, 'tags has the caller’s ID as an item', 'tags hat die ID des Aufrufers als Eintrag'],
    [{ '$user.email': { ends_with: '@a.org' } }, 'the caller’s e-mail ends with “@a.org”', 'die E-Mail des Aufrufers endet mit „@a.org“'],
    [{ not: { price: 1 }, day: '$today' }, '(it is not true that price is 1) and day is today', '(es trifft nicht zu: price ist 1) und day ist heute'],
    [{ tags: { subset: '$old.tags' } }, 'tags has nothing but tags before', 'tags hat keine Einträge außer tags vorher'],
    [{ tags: { length: 2 } }, 'tags has exactly 2 items', 'tags hat genau 2 Einträge'],
    [{ tags: { length: { ne: 2 } } }, 'tags has not exactly 2 items', 'tags hat nicht genau 2 Einträge'],
    [{ tags: { length: { gt: 2 } } }, 'tags has more than 2 items', 'tags hat mehr als 2 Einträge'],
    [{ tags: { length: { gte: 2 } } }, 'tags has at least 2 items', 'tags hat mindestens 2 Einträge'],
    [{ tags: { length: { lt: 2 } } }, 'tags has fewer than 2 items', 'tags hat weniger als 2 Einträge'],
    [{ tags: { length: { lte: 2 } } }, 'tags has at most 2 items', 'tags hat höchstens 2 Einträge'],
    [{ published: true }, 'published is true', 'published ist wahr'],
    [{ 'meta.color': 'red' }, 'meta.color is “red”', 'meta.color ist „red“'],
    [{ owner_id: '$user.id' }, 'the caller is the owner', 'der Aufrufer ist der Besitzer'],
    [{ '$user.is_admin': true }, 'the caller is an admin', 'der Aufrufer ist Admin'],
    [{ '$user.is_admin': { ne: true } }, 'the caller is no admin', 'der Aufrufer ist kein Admin'],
    [{ not: { price: 1 } }, 'it is not true that price is 1', 'es trifft nicht zu: price ist 1'],
    [{ not: { or: [{ price: 1 }, { price: 2 }] } }, 'none of these is true: price is 1; price is 2', 'nichts davon trifft zu: price ist 1; price ist 2'],
    [{ not: { price: 1, day: null } }, 'not all of these are true: price is 1; day has no value', 'nicht alles davon trifft zu: price ist 1; day hat keinen Wert'],
    [{ exists: { in: 'x' } }, '{"exists":{"in":"x"}}', '{"exists":{"in":"x"}}'],
    [{}, 'everything', 'alles'],
  ])('%j', (json, english, german) => {
    expect(read(json)).toBe(english);
    expect(read(json, 'de')).toBe(german);
  });

  it('joins conditions, and sets groups of several apart', () => {
    const json = { price: { gte: 10 }, or: [{ title: { contains: 'sea' } }, { owner_id: '$user.id' }] };
    expect(read(json)).toBe('price is at least 10 and (Title contains “sea” or the caller is the owner)');
    expect(read({ published: true, status: 'open', price: 1 })).toBe('published is true, status is open, and price is 1');
  });

  it('tells what changes, and the states before and after', () => {
    expect(read({ changed: 'title' }, 'en', true)).toBe('Title is changed');
    expect(read({ '$new.title': { ne: '$old.title' } }, 'en', true)).toBe('Title afterwards is not Title before');
    expect(read({ changed: 'title' }, 'de', true)).toBe('Title wird geändert');
  });

  it('cuts what is long', () => {
    expect(read({ status: { in: ['1', '2', '3', '4', '5', '6'] } })).toBe('status is one of “1”, “2”, “3”, “4”, “5”, …');
    expect(read({ title: 'x'.repeat(99) })).toBe(`Title is “${'x'.repeat(60)}…”`);
  });

  it('has a title for each comparison', () => {
    expect(operatorTitle({ field: 'price', operator: 'gte' }, fields, words('en'))).toBe('is at least');
    expect(operatorTitle({ field: 'day', operator: 'gte' }, fields, words('en'))).toBe('is … or later');
  });
});
