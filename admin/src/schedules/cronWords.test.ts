import { expect, it } from 'vitest';
import { cronWords } from './cronWords';
import table from './crons.json';

it.each(table)('$cron is said in German where the words mean what the server runs', ({ cron, german }) => {
  expect(cronWords(cron)).toBe(german);
});
