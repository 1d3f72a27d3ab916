import { toString } from 'cronstrue';
import 'cronstrue/locales/de';

const NUMBER = String.raw`\d{1,2}`;
const NUMBERS = `${NUMBER}(,${NUMBER})*|${NUMBER}-${NUMBER}`;
const MONTH = '([A-Z]{3}|1?[0-9])';
const DAY = '([A-Z]{3}|[0-7])';

const TIME = exactly(String.raw`\*|\*/${NUMBER}|${NUMBERS}`);
const DATE = [
  exactly(String.raw`\*|\?|${NUMBERS}|L|L-${NUMBER}|LW|${NUMBER}W`),
  exactly(String.raw`\*|\*/[2346]|${MONTH}(,${MONTH})*|${MONTH}-${MONTH}`),
  exactly(String.raw`\*|\?|${DAY}(,${DAY})*|${DAY}-${DAY}|${DAY}(L|#[1-5])`),
];
const NICKNAME = /^@(HOURLY|DAILY|MIDNIGHT|WEEKLY|MONTHLY|YEARLY|ANNUALLY)$/;

/** What people would say in other words than the library. */
const BETTER: readonly [RegExp, string][] = [
  [/, und /g, ' und '],
  [/zwischen Tag (\d+) und (\d+) des Monats/, 'vom $1. bis $2. des Monats'],
  [/am Werktag am nächsten zum (\d+) Tag des Monats/, 'am Werktag, der dem $1. des Monats am nächsten liegt'],
  [/\b1 tage vor/, '1 Tag vor'],
  [/ tage vor/, ' Tage vor'],
  [/nur jeden /, 'nur am '],
  [/(Minute \d+(?:(?:, | und )\d+)+), um /, '$1, in der Stunde ab '],
];
const DAYS = /an Tag (\d+(?:(?:, | und )\d+)*) des Monats/;

function exactly(choices: string): RegExp {
  return new RegExp(`^(${choices})$`);
}

/** Whether it is written in a way in which the library reads it as the server does. */
function isUnderstood(cron: string): boolean {
  const fields = cron.split(/\s+/);
  return (
    NICKNAME.test(cron) ||
    ((fields.length === 5 || fields.length === 6) &&
      fields.slice(0, -3).every((field) => TIME.test(field)) &&
      fields.slice(-3).every((field, index) => DATE[index]!.test(field)))
  );
}

/** A cron text in German words; null where they might not say what the server does with it. */
export function cronWords(text: string): string | null {
  const cron = text.trim().toUpperCase();
  if (!isUnderstood(cron)) {
    return null;
  }
  try {
    const said = toString(cron.startsWith('@') ? cron.toLowerCase() : cron, { locale: 'de', use24HourTimeFormat: true });
    return BETTER.reduce((words, [from, to]) => words.replace(from, to), said)
      .replace(DAYS, (_, days: string) => `am ${days.replace(/\d+/g, '$&.')} des Monats`);
  } catch {
    return null;
  }
}
