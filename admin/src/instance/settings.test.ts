import { expect, test } from 'vitest';
import { grouped, type Setting, tomlOf, variableOf } from './settings';

function setting(change: Partial<Setting>): Setting {
  return {
    key: 'server.port',
    value: '8000',
    toml: '8000',
    default: '8000',
    origin: 'default',
    source: 'default',
    variable: 'TINYBASE_SERVER_PORT',
    kind: 'number',
    expected: 'a whole number',
    choices: [],
    is_secret: false,
    is_set: true,
    description: 'The port to listen on.',
    ...change,
  };
}

test('settings are grouped by section and found by all words', () => {
  const all = [
    setting({}),
    setting({ key: 'server.host', variable: 'TINYBASE_SERVER_HOST', description: 'The address to listen on.', origin: 'file' }),
    setting({ key: 'debug', description: 'Logs everything.' }),
  ];
  expect(grouped(all, '', false).map((it) => [it.section, it.settings.length])).toEqual([['server', 2], ['', 1]]);
  expect(grouped(all, 'LISTEN port', false)[0]?.settings.map((it) => it.key)).toEqual(['server.port']);
  expect(grouped(all, '', true)[0]?.settings.map((it) => it.key)).toEqual(['server.host']);
  expect(grouped(all, 'nothing like it', false)).toEqual([]);
});

test('a setting is written as the file and the shell take it', () => {
  expect(tomlOf(setting({}))).toBe('[server]\nport = 8000');
  expect(tomlOf(setting({ key: 'debug', kind: 'flag', toml: 'false' }))).toBe('debug = false');
  expect(variableOf(setting({}))).toBe('TINYBASE_SERVER_PORT=8000');
  expect(variableOf(setting({ value: "it's *" }))).toBe(`TINYBASE_SERVER_PORT='it'\\''s *'`);
});

test('a secret and what has no value show where the value goes', () => {
  const secret = setting({ key: 'jwt.secret_key', value: null, toml: null, default: null, kind: 'text', is_secret: true });
  expect(tomlOf(secret)).toBe('[jwt]\nsecret_key = "…"');
  expect(variableOf(secret)).toContain('…');
  expect(tomlOf(setting({ key: 'log.format', toml: null, kind: 'choice', choices: ['text', 'json'] }))).toContain('"text"');
});
