import type { Schemas } from '@/api/client';
import type { ApiRequest } from '@/api/snippets';
import { exampleOf } from './example';

/** What one writes programs against. */
export type Subject = 'collections' | 'functions' | 'session';

export const RECORD_OPERATIONS = ['list', 'filter', 'get', 'create', 'update', 'replace', 'delete', 'batch'] as const;
export const FUNCTION_OPERATIONS = ['call', 'enqueue'] as const;
export const SESSION_OPERATIONS = ['login', 'refresh', 'register', 'me'] as const;
export type Operation = (typeof RECORD_OPERATIONS | typeof FUNCTION_OPERATIONS | typeof SESSION_OPERATIONS)[number];

export const OPERATIONS: Record<Subject, readonly Operation[]> = {
  collections: RECORD_OPERATIONS,
  functions: FUNCTION_OPERATIONS,
  session: SESSION_OPERATIONS,
};

const CREDENTIALS = { email: 'ada@example.com', password: 'correct horse battery' };
const ACTIONS = { list: 'list', filter: 'list', get: 'read', create: 'create', update: 'update', replace: 'update', delete: 'delete', batch: 'create' } as const;

/**
 * What a program sends to do something with records.
 *
 * @param schema the JSON Schema of the records' data
 * @param record one that there is; null where there is none yet
 */
export function recordRequest(
  operation: (typeof RECORD_OPERATIONS)[number],
  collection: Schemas['Collection'],
  schema: unknown,
  record: { id: string; data: Record<string, unknown> } | null,
): ApiRequest {
  const all = `/api/collections/${collection.name}/records`;
  const one = `${all}/${record?.id ?? '{id}'}`;
  const data = exampleOf(schema) as Record<string, unknown>;
  const [field = 'id', value = record?.id] = Object.entries(data).find(([, it]) => typeof it !== 'object') ?? [];
  const stored = record?.data[field] ?? value;
  const anonymous = isPublic(collection, ACTIONS[operation]);
  switch (operation) {
    case 'list':
      return { method: 'GET', path: all, query: { sort: '-created_at', limit: 20 }, anonymous };
    case 'filter':
      return { method: 'GET', path: all, query: { filter: JSON.stringify({ [field]: stored }), limit: 20 }, anonymous };
    case 'get':
      return { method: 'GET', path: one, anonymous };
    case 'create':
      return { method: 'POST', path: all, body: { data }, anonymous };
    case 'update':
      return { method: 'PATCH', path: one, body: { data: { [field]: value } }, anonymous };
    case 'replace':
      return { method: 'PUT', path: one, body: { data }, anonymous };
    case 'delete':
      return { method: 'DELETE', path: one, anonymous };
    case 'batch':
      return { method: 'POST', path: '/api/batch', body: { operations: operations(collection.name, data, record) } };
  }
}

/** A record that is made, and another one that is changed, in one transaction. */
function operations(collection: string, data: Record<string, unknown>, record: { id: string; data: Record<string, unknown> } | null) {
  const [field] = Object.keys(data);
  const change = field === undefined ? {} : { [field]: data[field] };
  return [
    { collection, op: 'create', data },
    ...(record === null ? [] : [{ collection, op: 'update', id: record.id, data: change }]),
  ];
}

/** Whether anyone may do it without a token; who may list may read where nothing else is said. */
function isPublic(collection: Schemas['Collection'], action: 'list' | 'read' | 'create' | 'update' | 'delete'): boolean {
  const access: Record<string, unknown> = collection.options.access ?? {};
  return (access[action] ?? (action === 'read' ? access['list'] : undefined)) === 'public';
}

/** What a program sends to have a function called, now or as a job. */
export function functionRequest(operation: (typeof FUNCTION_OPERATIONS)[number], it: Schemas['AdminFunction']): ApiRequest {
  return {
    method: 'POST',
    path: `/api/functions/${it.name}`,
    ...(operation === 'enqueue' ? { query: { async: true } } : {}),
    ...(it.takes === 'nothing' ? {} : { body: it.input_schema ? exampleOf(it.input_schema) : {} }),
    anonymous: it.auth === 'public',
  };
}

/** What a program sends to act as somebody. */
export function sessionRequest(operation: (typeof SESSION_OPERATIONS)[number]): ApiRequest {
  switch (operation) {
    case 'login':
    case 'register':
      return { method: 'POST', path: `/api/auth/${operation}`, body: CREDENTIALS, anonymous: true };
    case 'refresh':
      return { method: 'POST', path: '/api/auth/refresh', body: { refresh_token: '…' }, anonymous: true };
    case 'me':
      return { method: 'GET', path: '/api/auth/me' };
  }
}
