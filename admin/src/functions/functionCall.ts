import { anonymous, api, type Schemas } from '@/api/client';
import { parseJson } from '@/api/exactJson';
import type { ApiRequest } from '@/api/snippets';
import { isObject } from '@/ui/typedJson';

/** How a function is called to try it. */
export interface TryOptions {
  name: string;
  method: 'GET' | 'POST';
  /** Answered at once; a job runs it. */
  isAsync: boolean;
  /** Without the session, as anybody may call a public function. */
  isAnonymous: boolean;
  input: unknown;
}

/** What a call was answered with. */
export interface Answer {
  status: number;
  ms: number;
  /** The call; empty where the function's own answer tells none. */
  callId: string;
  /** How the call ended; null where the function answers for itself. */
  reply: Schemas['FunctionReply'] | Schemas['StartedCall'] | null;
  /** An answer of the function itself, as text. */
  text: string;
  type: string;
}

const MOST_CHARACTERS = 200_000;

/** The request as people write it down; values of an object are the query of a GET. */
export function requestOf(options: TryOptions): ApiRequest {
  const path = `/api/functions/${options.name}`;
  const query: NonNullable<ApiRequest['query']> = options.isAsync ? { async: true } : {};
  if (options.method === 'POST') {
    return { method: 'POST', path, query, body: options.input ?? {} };
  }
  for (const [name, value] of Object.entries(isObject(options.input) ? options.input : {})) {
    query[name] = typeof value === 'object' ? JSON.stringify(value) : String(value);
  }
  return { method: 'GET', path, query };
}

/** Calls it; a refusal before the call is thrown as an `ApiError`. */
export async function callFunction(options: TryOptions): Promise<Answer> {
  const client = options.isAnonymous ? anonymous : api;
  const request = requestOf(options);
  const begin = performance.now();
  const params = { path: { function_name: options.name }, query: request.query ?? {} };
  const { response } =
    options.method === 'GET'
      ? await client.GET('/api/functions/{function_name}', { params, parseAs: 'stream' })
      : await client.POST('/api/functions/{function_name}', {
          params,
          body: {},
          bodySerializer: () => JSON.stringify(options.input ?? {}),
          parseAs: 'stream',
        });
  const text = await response.text();
  const ms = Math.round(performance.now() - begin);
  const reply = replyOf(text);
  return {
    status: response.status,
    ms,
    callId: reply?.call_id ?? '',
    reply,
    text: text.slice(0, MOST_CHARACTERS),
    type: response.headers.get('Content-Type') ?? '',
  };
}

function replyOf(text: string): Answer['reply'] {
  try {
    const body = parseJson(text);
    const isReply = isObject(body) && typeof body['call_id'] === 'string' && typeof body['status'] === 'string';
    return isReply ? (body as unknown as Answer['reply']) : null;
  } catch {
    return null;
  }
}

/** What is wrong with fields of the input, by path. */
export function fieldErrors(reply: Answer['reply']): Record<string, string> {
  if (reply?.status !== 'failed' || reply.errors === undefined) {
    return {};
  }
  return Object.fromEntries(reply.errors.map((it) => [it.field, it.message]));
}
