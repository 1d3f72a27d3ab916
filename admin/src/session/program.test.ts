import { expect, test } from 'vitest';
import { programOf } from './program';

test('browsers are told apart although they claim to be each other', () => {
  expect(programOf('Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0')).toBe('Firefox, Linux');
  const chrome = 'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36';
  expect(programOf(chrome)).toBe('Chrome, Windows');
  expect(programOf(`${chrome} Edg/140.0`)).toBe('Edge, Windows');
});

test('other programs are called as they call themselves', () => {
  expect(programOf('curl/8.5.0')).toBe('curl/8.5.0');
  expect(programOf('Java-http-client/25')).toBe('Java-http-client/25');
  expect(programOf(' ')).toBeNull();
  expect(programOf(null)).toBeNull();
});
