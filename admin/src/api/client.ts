import createClient, { type Client, type Middleware } from 'openapi-fetch';
import { ref } from 'vue';
import type { components, paths } from '@schema';
import { parseJson } from './exactJson';

/** The types of the server's own document. */
export type Schemas = components['schemas'];

/** Where the server is: above the folder that this page is served from. */
export const root = new URL('..', document.baseURI).href.replace(/\/$/, '');

/** What a request failed with, in the words of the server where it has answered. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly requestId: string | null,
    /** What is wrong with single fields, by their name, or by their path with dots. */
    readonly fields: Record<string, string>,
    /** Of a batch: the place of the operation that was refused. */
    readonly index: number | null = null,
    /** What is wrong in Java files. */
    readonly diagnostics: Schemas['FunctionDiagnostic'][] = [],
    /** Everything that is wrong, where several sentences are about one field. */
    readonly sentences: string[] = [],
  ) {
    super(message);
  }

  static async of(response: Response): Promise<ApiError> {
    const body: unknown = await response.clone().json().catch(() => ({}));
    return ApiError.from(response, body as ErrorBody);
  }

  private static from(response: Response, body: ErrorBody): ApiError {
    const fields: Record<string, string> = {};
    for (const error of body.errors ?? []) {
      fields[error.field] ??= error.message;
    }
    const details = Array.isArray(body.detail) ? body.detail : [];
    for (const { loc, msg } of details) {
      fields[loc.slice(1).join('.') || String(loc[0])] ??= msg;
    }
    const message =
      typeof body.detail === 'string'
        ? body.detail
        : details.map((it) => `${it.loc.slice(1).join('.')}: ${it.msg}`).join('; ');
    return new ApiError(
      response.status,
      body.code ?? 'unknown',
      message || `${response.status} ${response.statusText}`,
      body.request_id ?? response.headers.get('X-Request-Id'),
      fields,
      body.index ?? null,
      body.diagnostics ?? [],
      (body.errors ?? []).map((it) => it.message),
    );
  }
}

/** What is wrong with single fields, by their name; nothing where it is something else. */
export function fieldsOf(failure: unknown): Record<string, string> {
  return failure instanceof ApiError ? failure.fields : {};
}

interface ErrorBody {
  detail?: string | { loc: (string | number)[]; msg: string }[];
  code?: string;
  request_id?: string;
  index?: number;
  errors?: { field: string; message: string }[];
  diagnostics?: Schemas['FunctionDiagnostic'][];
}

/** Who is logged in, as far as requests need to know; {@link useSession} is the only one. */
export interface TokenSource {
  /** A token that is valid by now; null without a session. */
  access(): Promise<string | null>;
  /** The server has refused the token: gets another one, by asking for the password if need be. */
  renew(refused: string): Promise<string | null>;
}

/** Whether the last request has reached the server. */
export const isReachable = ref(true);

let tokens: TokenSource = { access: async () => null, renew: async () => null };

export function useTokens(source: TokenSource): void {
  tokens = source;
}

/** Sends a request with the session's token, and once more with a new one where it was refused. */
async function send(request: Request): Promise<Response> {
  const token = await tokens.access();
  const again = request.clone();
  const response = await attempt(request, token);
  if (token === null || !isForNobody(response, request.method)) {
    return response;
  }
  const next = await tokens.renew(token);
  return next === null ? response : attempt(again, next);
}

/**
 * Whether it was answered as to somebody who is not logged in. What was done nevertheless, as a call
 * of a public function, is not done again.
 */
function isForNobody(response: Response, method: string): boolean {
  const isInvalid = response.headers.get('WWW-Authenticate')?.includes('invalid_token') ?? false;
  return response.status === 401 || (isInvalid && (response.status === 403 || method === 'GET'));
}

async function attempt(request: Request, token: string | null): Promise<Response> {
  if (token !== null) {
    request.headers.set('Authorization', `Bearer ${token}`);
  }
  try {
    const response = await fetch(request);
    isReachable.value = true;
    return response;
  } catch (failure) {
    if (failure instanceof DOMException && failure.name === 'AbortError') {
      throw failure;
    }
    isReachable.value = false;
    throw new ApiError(0, 'unreachable', 'The server cannot be reached.', null, {});
  }
}

const errors: Middleware = {
  async onResponse({ response }) {
    if (!response.ok) {
      throw await ApiError.of(response);
    }
  },
};

/** Lists are one parameter with commas. */
const lists = { array: { style: 'form', explode: false } } as const;

/** The API of this server; a reply that is no success is thrown as an {@link ApiError}. */
export const api = keepingDigits(createClient<paths>({ baseUrl: root, fetch: send, querySerializer: lists }));
api.use(errors);

/** The same without a session, for what makes one. */
export const anonymous = keepingDigits(createClient<paths>({ baseUrl: root, fetch: (request) => attempt(request, null) }));
anonymous.use(errors);

type Call = (path: string, init?: { parseAs?: string }) => Promise<{ data?: unknown }>;

/** Has replies read by {@link parseJson}, which the client has no option for. */
function keepingDigits(client: Client<paths>): Client<paths> {
  for (const method of ['GET', 'PUT', 'POST', 'PATCH', 'DELETE'] as const) {
    const call = client[method] as unknown as Call;
    const exact: Call = async (path, init) => {
      const reply = await call(path, { parseAs: 'text', ...init });
      const isText = init?.parseAs === undefined && typeof reply.data === 'string';
      return isText ? { ...reply, data: reply.data === '' ? undefined : parseJson(reply.data as string) } : reply;
    };
    Object.assign(client, { [method]: exact });
  }
  return client;
}

/** The body of a success: others are thrown before. */
export async function data<T>(reply: Promise<{ data?: T }>): Promise<T> {
  return (await reply).data as T;
}
