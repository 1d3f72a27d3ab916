import { describe, expect, it } from 'vitest';
import { numberIn, parseJson } from './exactJson';

const LARGE = '9007199254740993';
const ROUNDED = '9007199254740992';
const isExact = JSON.rawJSON !== undefined;

describe('JSON', () => {
  it('is written with the digits that it was read with, where the browser can', () => {
    const text = (integer: string) => `{"a":${integer},"b":[-${integer},1],"c":"${LARGE}","d":1.5}`;
    expect(JSON.stringify(parseJson(text(LARGE)))).toBe(text(isExact ? LARGE : ROUNDED));
  });

  it('has numbers of JavaScript for all others', () => {
    expect(parseJson('[1, 9007199254740991, 1e300, 0.1234567890123456789]')).toEqual([1, 9007199254740991, 1e300, 0.12345678901234568]);
  });

  it('is refused as by the browser', () => {
    expect(() => parseJson(`[${LARGE},`)).toThrow(SyntaxError);
  });
});

describe('a number that is typed', () => {
  it('keeps its digits, or is none', () => {
    expect(numberIn(LARGE)).toBe(isExact ? BigInt(LARGE) : null);
    expect(numberIn(' -12.50 ')).toBe(-12.5);
    expect(numberIn('1,5')).toBeNull();
    expect(numberIn('')).toBeNull();
    expect(numberIn('Infinity')).toBeNull();
  });
});
