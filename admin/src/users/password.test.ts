import { expect, test } from 'vitest';
import { generatedPassword } from './password';

test('a generated password is long, readable and another one each time', () => {
  const all = Array.from({ length: 200 }, generatedPassword);
  expect(new Set(all).size).toBe(all.length);
  for (const password of all) {
    expect(password).toMatch(/^([a-km-zA-HJ-NP-Z2-9]{4}-){3}[a-km-zA-HJ-NP-Z2-9]{4}$/);
  }
});
