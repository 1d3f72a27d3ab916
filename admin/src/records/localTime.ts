/** The zone in which moments are entered: the browser's. */
export function zone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** A moment of the API as an input of the type datetime-local has it, to the second. */
export function toLocal(moment: string): string {
  const time = Date.parse(moment);
  if (Number.isNaN(time)) {
    return '';
  }
  const shifted = new Date(time - new Date(time).getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 19);
}

/** The moment that somebody has entered; the empty text for none. */
export function fromLocal(text: string): string {
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? '' : time.toISOString().replace('.000Z', 'Z');
}
