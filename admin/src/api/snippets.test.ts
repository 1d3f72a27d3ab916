import { expect, test } from 'vitest';
import { type ApiRequest, snippet } from './snippets';

const request: ApiRequest = {
  method: 'POST',
  path: '/api/collections/notes/records',
  query: { filter: `{"a":"it's"}`, none: undefined },
  headers: { 'Idempotency-Key': 'k' },
  body: { data: { title: `it's "quoted" \\ and\nlong` } },
};

test('a shell takes quotes and backslashes as they are', () => {
  const text = snippet('curl', 'http://host', request);
  expect(text).toContain(`'http://host/api/collections/notes/records?filter=%7B%22a%22%3A%22it%27s%22%7D'`);
  expect(text).toContain(`-d '{"data":{"title":"it'\\''s \\"quoted\\" \\\\ and\\nlong"}}'`);
  expect(text).toContain(`-H 'Idempotency-Key: k'`);
  expect(text).not.toContain('none');
});

test('a request without a body sends no type', () => {
  const text = snippet('curl', 'http://host', { method: 'GET', path: '/health' });
  expect(text).toBe(`curl 'http://host/health' \\\n  -H "Authorization: Bearer $TINYBASE_TOKEN"`);
});

test('the body of TypeScript is the object and that of Java a string', () => {
  expect(snippet('typescript', 'http://host', request)).toContain(`"title": "it's \\"quoted\\" \\\\ and\\nlong"`);
  expect(snippet('java', 'http://host', request)).toContain(
    `BodyPublishers.ofString("{\\"data\\":{\\"title\\":\\"it's \\\\\\"quoted\\\\\\" \\\\\\\\ and\\\\nlong\\"}}")`,
  );
});

test('no token is sent by who needs none, and nothing is read of an answer without a body', () => {
  const login: ApiRequest = { method: 'POST', path: '/api/auth/login', body: {}, anonymous: true };
  for (const language of ['curl', 'typescript', 'java'] as const) {
    expect(snippet(language, 'http://host', login)).not.toMatch(/authorization/i);
  }
  expect(snippet('typescript', 'http://host', { method: 'DELETE', path: '/x' })).not.toContain('const result');
});

test('every language keeps letters of others, control characters and lone backslashes', () => {
  const odd: ApiRequest = { method: 'POST', path: '/x', body: { text: 'مرحبا 😀\u0000\t\\u0041$(id)`${x}`' } };
  expect(snippet('curl', 'http://host', odd)).toContain(`'{"text":"مرحبا 😀\\u0000\\t\\\\u0041$(id)\`\${x}\`"}'`);
  expect(snippet('java', 'http://host', odd)).toContain('"{\\"text\\":\\"مرحبا 😀\\\\u0000\\\\t\\\\\\\\u0041$(id)`${x}`\\"}"');
  expect(snippet('typescript', 'http://host', odd)).toContain('"text": "مرحبا 😀\\u0000\\t\\\\u0041$(id)`${x}`"');
});

test('a query keeps every character of its values, and is readable where the language allows', () => {
  const odd: ApiRequest = { method: 'GET', path: '/x', query: { q: `a&b=c d+é#'`, n: 0, no: false } };
  expect(snippet('java', 'http://host', odd)).toContain('"http://host/x?q=a%26b%3Dc+d%2B%C3%A9%23%27&n=0&no=false"');
  const curl = snippet('curl', 'http://host', odd);
  expect(curl).toContain(`curl -G 'http://host/x' \\\n  --data-urlencode 'q=a&b=c d+é#'\\''' \\\n  --data-urlencode 'n=0'`);
  const typescript = snippet('typescript', 'http://host', odd);
  expect(typescript).toContain(`"q": "a&b=c d+é#'",`);
  expect(typescript).toContain('fetch("http://host/x?" + query, {');
  const plain: ApiRequest = { method: 'GET', path: '/x', query: { sort: '-created_at,title', limit: 20 } };
  expect(snippet('curl', 'http://host', plain)).toContain("curl 'http://host/x?sort=-created_at%2Ctitle&limit=20'");
});

test('a file is sent as it is', () => {
  const upload: ApiRequest = { method: 'POST', path: '/x', headers: { 'Content-Type': 'text/csv' }, file: "it's.csv" };
  expect(snippet('curl', 'http://host', upload)).toContain(`-H 'Content-Type: text/csv' \\\n  --data-binary '@it'\\''s.csv'`);
  expect(snippet('typescript', 'http://host', upload)).toContain(`  body: await openAsBlob("it's.csv"), // of node:fs\n`);
  expect(snippet('java', 'http://host', upload)).toContain(`.method("POST", BodyPublishers.ofFile(Path.of("it's.csv")))`);
});
