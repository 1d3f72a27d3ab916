const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

// Making a format costs more than using it, and tables use it for each cell.
const relativeFormats = new Map<string, Intl.RelativeTimeFormat>();
const exactFormats = new Map<string, Intl.DateTimeFormat>();

function kept<F>(formats: Map<string, F>, language: string, make: () => F): F {
  const format = formats.get(language) ?? make();
  formats.set(language, format);
  return format;
}

/** A moment as people say it: "3 minutes ago". */
export function relative(time: string, language: string, now: number = Date.now()): string {
  const seconds = (Date.parse(time) - now) / 1000;
  const format = kept(relativeFormats, language, () => new Intl.RelativeTimeFormat(language, { numeric: 'auto' }));
  for (const [unit, size] of UNITS) {
    if (Math.abs(seconds) >= size) {
      return format.format(Math.trunc(seconds / size), unit);
    }
  }
  return format.format(Math.trunc(seconds), 'second');
}

/** A moment to the second, in the zone of the browser. */
export function exact(time: string, language: string): string {
  const make = () => new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' });
  return kept(exactFormats, language, make).format(new Date(time));
}

export function count(value: number, language: string): string {
  return new Intl.NumberFormat(language).format(value);
}

/** A part, 0 to 1. */
export function percent(part: number, language: string): string {
  return new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 }).format(part);
}

const SIZES = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];

/** How large a file is: "1.4 MB". */
export function fileSize(bytes: number, language: string): string {
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), SIZES.length - 1);
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: SIZES[power],
    unitDisplay: 'short',
    maximumFractionDigits: power === 0 ? 0 : 1,
  }).format(bytes / 1000 ** power);
}
