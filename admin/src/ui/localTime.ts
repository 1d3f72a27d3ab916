/** The zone in which moments are entered: the browser's. */
export function zone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** The last moment that can be entered; years of more digits are no moments of the API. */
export const LAST_LOCAL = '9999-12-31T23:59:59';

/** A moment of the API as an input of the type datetime-local has it, to the second; the empty text for what is none. */
export function toLocal(moment: string): string {
  const time = new Date(moment);
  if (Number.isNaN(time.getTime())) {
    return '';
  }
  // Offsets of earlier centuries have seconds, which getTimezoneOffset leaves out.
  const day = [padded(time.getFullYear(), 4), padded(time.getMonth() + 1), padded(time.getDate())];
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()].map((part) => padded(part));
  return `${day.join('-')}T${clock.join(':')}`;
}

function padded(part: number, digits = 2): string {
  return String(part).padStart(digits, '0');
}

/** The moment that somebody has entered; the empty text for none. */
export function fromLocal(text: string): string {
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? '' : time.toISOString().replace('.000Z', 'Z');
}
