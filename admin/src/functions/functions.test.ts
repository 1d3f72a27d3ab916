import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { requestOf } from './functionCall';
import { problemsIn, template } from './functions';
import { inputsOf, keepInput } from './inputs';

vi.mock('@/api/client', () => ({ api: {}, anonymous: {}, data: () => undefined }));

describe('the last inputs', () => {
  const kept = new Map<string, string>();
  beforeEach(() =>
    vi.stubGlobal('localStorage', { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, text: string) => kept.set(key, text) }),
  );
  afterEach(() => vi.unstubAllGlobals());

  it('are five of each function, the newest first and each once', () => {
    for (const a of [1, 2, 3, 4, 5, 6, 3]) {
      keepInput('sum', { a });
    }
    expect(inputsOf('sum')).toEqual([{ a: 3 }, { a: 6 }, { a: 5 }, { a: 4 }, { a: 2 }]);
    expect(inputsOf('other')).toEqual([]);
  });

  it('are bounded, and what is broken counts as none', () => {
    for (let i = 0; i < 40; i++) {
      keepInput(`f${i}`, i);
    }
    expect(inputsOf('f39')).toEqual([39]);
    expect(inputsOf('f0')).toEqual([]);
    keepInput('large', 'x'.repeat(30_000));
    expect(inputsOf('large')).toEqual([]);
    kept.set('tinybase.inputs', '{');
    expect(inputsOf('f39')).toEqual([]);
  });
});

describe('a request to try a function', () => {
  const options = { name: 'sum', isAsync: false, isAnonymous: false, input: { a: 1, list: [2] } };

  it('has its input as JSON or in the query', () => {
    expect(requestOf({ ...options, method: 'POST' })).toMatchObject({ method: 'POST', path: '/api/functions/sum', body: options.input });
    expect(requestOf({ ...options, method: 'GET', isAsync: true })).toEqual({
      method: 'GET',
      path: '/api/functions/sum',
      query: { async: true, a: '1', list: '[2]' },
    });
  });

  it('sends an empty object where there is no input', () => {
    expect(requestOf({ ...options, method: 'POST', input: undefined }).body).toEqual({});
  });
});

describe('sources', () => {
  it('begin with a method named as Java names them', () => {
    expect(template('send_the_news')).toContain('Output sendTheNews(Context ctx');
    expect(template('send_the_news')).toContain('@Register(name = "send_the_news"');
  });

  it('have the errors of their file, those of the whole file at its first line', () => {
    const all = [
      { file: 'deployed/a.java', line: 3, column: 5, message: 'x' },
      { file: 'a.java', line: 0, column: 0, message: 'y' },
      { file: 'b/ba.java', line: 1, column: 1, message: 'z' },
    ];
    expect(problemsIn('a.java', all).map((it) => `${it.line}:${it.column} ${it.message}`)).toEqual(['3:5 x', '1:1 y']);
  });
});
