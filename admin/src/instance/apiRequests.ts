import type { Schemas } from '@/api/client';
import type { ApiRequest } from '@/api/snippets';
import { exampleOf } from './example';

/** What one writes programs against. */
export type Subject = 'collections' | 'functions' | 'session';

export const RECORD_OPERATIONS = ['list', 'filter', 'get', 'create', 'update', 'replace', 'delete'] as const;
export const FUNCTION_OPERATIONS = ['call', 'enqueue'] as const;
export const SESSION_OPERATIONS = ['login', 'refresh', 'register', 'me'] as const;
export type Operation = (typeof RECORD_OPERATIONS | typeof FUNCTION_OPERATIONS | typeof SESSION_OPERATIONS)[number];

export const OPERATIONS: Record<Subject, readonly Operation[]> = {
  collections: RECORD_OPERATIONS,
  functions: FUNCTION_OPERATIONS,
  session: SESSION_OPERATIONS,
};

const CREDENTIALS = { email: 'ada@example.com', password: 'correct horse battery' };
const ACTIONS = { list: 'list', filter: 'list', get: 'read', create: 'create', update: 'update', replace: 'update', delete: 'delete' } as const;

/**
 * What a program sends to do something with records.
 *
 * @param schema the JSON Schema of the records' data
 * @param id of a record; null where there is none yet
 */
export function recordRequest(
  operation: (typeof RECORD_OPERATIONS)[number],
  collection: Schemas['Collection'],
  schema: unknown,
  id: string | null,
): ApiRequest {
  const all = `/api/collections/${collection.name}/records`;
  const one = `${all}/${id ?? '{id}'}`;
  const data = exampleOf(schema) as Record<string, unknown>;
  const [field = 'id', value = id] = Object.entries(data).find(([, it]) => typeof it !== 'object') ?? [];
  const anonymous = isPublic(collection, ACTIONS[operation]);
  switch (operation) {
    case 'list':
      return { method: 'GET', path: all, query: { sort: '-created_at', limit: 20 }, anonymous };
    case 'filter':
      return { method: 'GET', path: all, query: { filter: JSON.stringify({ [field]: value }), limit: 20 }, anonymous };
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
  }
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
