import { expect, test } from 'vitest';
import type { Schemas } from '@/api/client';
import { functionRequest, recordRequest, sessionRequest } from './apiRequests';

const shops = { name: 'shops', options: { access: { list: 'public', create: 'auth' } } } as unknown as Schemas['Collection'];
const schema = { type: 'object', required: ['title'], properties: { tags: { type: 'array', items: { type: 'string' } }, title: { type: 'string' } } };
const record = { id: 'r1', data: { title: 'Tea & more', tags: [] } };

test('records are asked for by what one of them holds', () => {
  expect(recordRequest('filter', shops, schema, record).query).toMatchObject({ filter: '{"title":"Tea & more"}' });
  expect(recordRequest('filter', shops, schema, null).query).toMatchObject({ filter: '{"title":"text"}' });
  expect(recordRequest('get', shops, schema, record).path).toBe('/api/collections/shops/records/r1');
  expect(recordRequest('get', shops, schema, null).path).toBe('/api/collections/shops/records/{id}');
});

test('a token goes where the rule asks for one', () => {
  expect(recordRequest('list', shops, schema, null).anonymous).toBe(true);
  expect(recordRequest('get', shops, schema, record).anonymous).toBe(true);
  expect(recordRequest('create', shops, schema, null)).toMatchObject({ anonymous: false, body: { data: { title: 'text', tags: ['text'] } } });
  expect(sessionRequest('login').anonymous).toBe(true);
  expect(sessionRequest('me').anonymous).toBeUndefined();
});

test('several are sent as one transaction', () => {
  expect(recordRequest('batch', shops, schema, record).body).toEqual({
    operations: [
      { collection: 'shops', op: 'create', data: { title: 'text', tags: ['text'] } },
      { collection: 'shops', op: 'update', id: 'r1', data: { title: 'text' } },
    ],
  });
});

test('a function that takes nothing gets no body, and one as a job is told so', () => {
  const nothing = { name: 'ping', takes: 'nothing', auth: 'public', input_schema: null } as unknown as Schemas['AdminFunction'];
  expect(functionRequest('call', nothing)).toEqual({ method: 'POST', path: '/api/functions/ping', anonymous: true });
  const sum = { name: 'sum', takes: 'input', auth: 'auth', input_schema: { type: 'object', required: ['a'], properties: { a: { type: 'integer' } } } };
  expect(functionRequest('enqueue', sum as unknown as Schemas['AdminFunction'])).toMatchObject({ query: { async: true }, body: { a: 1 } });
});
