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
