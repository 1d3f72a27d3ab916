declare global {
  interface JSON {
    parse(text: string, reviver: (key: string, value: unknown, context?: { source?: string }) => unknown): unknown;
    rawJSON?(text: string): object;
  }
  interface BigInt {
    toJSON?(): object;
  }
}

/** Shorter numbers keep their digits as numbers of JavaScript. */
const LONG = /\d{16}/;

/** Browsers have it since 2025; older ones round, as they always did. */
const isExact = JSON.rawJSON !== undefined;

if (isExact) {
  BigInt.prototype.toJSON = function (this: bigint) {
    return JSON.rawJSON!(String(this));
  };
}

/**
 * Reads JSON as `JSON.parse` does, but for integers that it would round: they become a bigint, which
 * `JSON.stringify` writes as it was read. An integer of a collection has 64 bits.
 */
export function parseJson(text: string): unknown {
  return isExact && LONG.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text);
}

function keepDigits(_key: string, value: unknown, context?: { source?: string }): unknown {
  return typeof value === 'number' ? (numberIn(context?.source ?? '') ?? value) : value;
}

/** The number that a text is, with all digits of an integer; null where it is none, or would be rounded. */
export function numberIn(text: string): number | bigint | null {
  const typed = text.trim();
  const value = Number(typed);
  if (typed === '' || !Number.isFinite(value)) {
    return null;
  }
  if (!/^-?\d+$/.test(typed) || Number.isSafeInteger(value)) {
    return value;
  }
  return isExact ? BigInt(typed) : null;
}
