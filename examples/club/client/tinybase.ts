// A typed client of TinyBase over fetch, for browsers and Node. Copy it and make it yours.
import type { Collections, Functions, RecordOf } from "./types.js";

export interface Tokens { access_token: string; refresh_token: string; expires_at: number }
/** Where tokens are kept: in memory, in sessionStorage, in a file. */
export interface TokenStore { get(): Tokens | null; set(tokens: Tokens | null): void }
export interface FieldError { field: string; code: string; message: string }
export interface Options { signal?: AbortSignal; idempotencyKey?: string; ifMatch?: string; onResponse?: (response: Response) => void }
export interface ListOptions<C extends keyof Collections> extends Options {
  filter?: Collections[C]["filter"]; sort?: string; limit?: number; cursor?: string; fields?: (keyof Collections[C]["data"])[];
}
export interface ImportResult { inserted: number; updated: number; unchanged: number; failed: number; errors: { line: number; code: string; message: string }[] }
/** Functions that answer with a result. */
export type Callable = { [F in keyof Functions]: Functions[F] extends { result: unknown } ? F : never }[keyof Functions];

/** The server has refused a request: `code` is for programs, `fields` tells each problem of the input, `invalidToken` that the token counted as none. */
export class ApiError extends Error {
  constructor(readonly status: number, readonly code: string, message: string, readonly fields: FieldError[], readonly requestId: string, readonly retryAfter: number, readonly invalidToken = false) { super(message); }
}
/** A function was called and has failed. */
export class FunctionError extends Error {
  constructor(readonly type: string, readonly code: string | null, message: string, readonly fields: FieldError[], readonly details: unknown, readonly callId: string) { super(message); }
}

export function memoryStore(): TokenStore {
  let kept: Tokens | null = null;
  return { get: () => kept, set: (tokens) => void (kept = tokens) };
}

export class TinyBase {
  #refreshing: Promise<void> | null = null;
  constructor(readonly url: string, readonly store: TokenStore = memoryStore()) {}

  register(email: string, password: string): Promise<{ id: string; email: string }> {
    return this.#json("POST", "/auth/register", { email, password });
  }

  async login(email: string, password: string): Promise<void> {
    this.#keep(await this.#json("POST", "/auth/login", { email, password }));
  }

  /** Ends the session; the tokens are forgotten whatever the server says. */
  async logout(): Promise<void> {
    try { await this.request("POST", "/auth/logout"); } finally { this.store.set(null); }
  }

  records<C extends keyof Collections & string>(collection: C): RecordsOf<C> {
    return new RecordsOf(this, collection);
  }

  async call<F extends Callable & string>(name: F, input: Functions[F]["input"], options: Options = {}) {
    const reply = await this.request<any>("POST", `/functions/${name}`, input, options);
    if (reply.status === "succeeded") return reply.result as Functions[F] extends { result: infer R } ? R : never;
    throw new FunctionError(reply.error_type, reply.error_code ?? null, reply.error_message, fields(reply), reply.error_details ?? null, reply.call_id);
  }

  /** Any request below /api, with the token; a token that has expired is renewed, and the request sent once more. */
  async request<T>(method: string, path: string, body?: unknown, options: Options = {}): Promise<T> {
    const tokens = this.store.get();
    if (tokens && tokens.expires_at - Date.now() < 10_000) await this.#refresh(tokens);
    const sent = this.store.get();
    try {
      return await this.#json<T>(method, path, body, options);
    } catch (error) {
      if (!sent || !(error instanceof ApiError && error.invalidToken)) throw error;
      await this.#refresh(sent);
      return this.#json<T>(method, path, body, options);
    }
  }

  /** One refresh at a time, however many requests need it; none where another has renewed the tokens meanwhile. */
  #refresh(old: Tokens): Promise<void> {
    if (this.store.get()?.access_token !== old.access_token) return Promise.resolve();
    this.#refreshing ??= this.#json<any>("POST", "/auth/refresh", { refresh_token: old.refresh_token })
      .then((reply) => this.#keep(reply), (error) => {
        if (error instanceof ApiError && error.status === 401) this.store.set(null); // the session is over
        throw error;
      })
      .finally(() => (this.#refreshing = null));
    return this.#refreshing;
  }

  #keep(reply: { access_token: string; refresh_token: string; expires_in: number }): void {
    this.store.set({ access_token: reply.access_token, refresh_token: reply.refresh_token, expires_at: Date.now() + reply.expires_in * 1000 });
  }

  async #json<T>(method: string, path: string, body?: unknown, options: Options = {}): Promise<T> {
    const headers: Record<string, string> = {};
    const access = path === "/auth/refresh" ? undefined : this.store.get()?.access_token;
    if (access) headers["Authorization"] = `Bearer ${access}`;
    if (options.idempotencyKey) headers["Idempotency-Key"] = options.idempotencyKey;
    if (options.ifMatch) headers["If-Match"] = options.ifMatch;
    if (body !== undefined) headers["Content-Type"] = body instanceof Blob ? body.type : "application/json";
    const init: RequestInit = { method, headers, signal: options.signal ?? null };
    if (body !== undefined) init.body = body instanceof Blob ? body : JSON.stringify(body);
    const response = await fetch(this.url + "/api" + path, init);
    options.onResponse?.(response);
    const text = await response.text();
    const isJson = response.headers.get("Content-Type")?.includes("json") ?? false;
    const reply = isJson && text ? JSON.parse(text) : null;
    if (response.ok) return reply as T;
    const detail = typeof reply?.detail === "string" ? reply.detail : fields(reply).map((it) => `${it.field}: ${it.message}`).join("; ");
    throw new ApiError(response.status, reply?.code ?? "unknown", detail || response.statusText, fields(reply), response.headers.get("X-Request-Id") ?? "", Number(response.headers.get("Retry-After") ?? 0), (response.headers.get("WWW-Authenticate") ?? "").includes("invalid_token"));
  }
}

/** Problems of a record or of a function's input (`errors`), or of a request's body (`detail` as a list). */
function fields(reply: any): FieldError[] {
  if (Array.isArray(reply?.errors)) return reply.errors;
  const places = Array.isArray(reply?.detail) ? reply.detail : [];
  return places.map((it: any) => ({ field: it.loc.slice(1).join("."), code: it.type, message: it.msg }));
}

export class RecordsOf<C extends keyof Collections & string> {
  readonly #path: string;
  constructor(readonly client: TinyBase, collection: C) { this.#path = `/collections/${collection}`; }

  get(id: string, options?: Options): Promise<RecordOf<Collections[C]["data"]>> {
    return this.client.request("GET", `${this.#path}/records/${id}`, undefined, options);
  }
  create(data: Collections[C]["create"], options?: Options): Promise<RecordOf<Collections[C]["data"]>> {
    return this.client.request("POST", `${this.#path}/records`, { data }, options);
  }
  update(id: string, data: Collections[C]["patch"], options?: Options): Promise<RecordOf<Collections[C]["data"]>> {
    return this.client.request("PATCH", `${this.#path}/records/${id}`, { data }, options);
  }
  delete(id: string, options?: Options): Promise<void> {
    return this.client.request("DELETE", `${this.#path}/records/${id}`, undefined, options);
  }
  /** One page; `next_cursor` is null on the last one. */
  list(options: ListOptions<C> = {}): Promise<{ records: RecordOf<Collections[C]["data"]>[]; total: number | null; next_cursor: string | null }> {
    const { signal, onResponse, idempotencyKey, ifMatch, sort, ...query } = options;
    return this.client.request("POST", `${this.#path}/records/query`, { ...query, ...(sort ? { sort: sort.split(",") } : {}) }, { ...(signal && { signal }), ...(onResponse && { onResponse }) });
  }
  /** All records, page by page: `for await (const record of records.all())`. */
  async *all(options: ListOptions<C> = {}): AsyncGenerator<RecordOf<Collections[C]["data"]>> {
    for (let cursor = options.cursor; ; ) {
      const page = await this.list(cursor === undefined ? options : { ...options, cursor });
      yield* page.records;
      if (page.next_cursor === null) return;
      cursor = page.next_cursor;
    }
  }
  /** Many rows in one request, for admins; `on` names the unique field by which rows that are there are changed. */
  import(rows: Collections[C]["create"][], on?: string, options?: Options): Promise<ImportResult> {
    const lines = new Blob(rows.map((row) => JSON.stringify(row) + "\n"), { type: "application/x-ndjson" });
    return this.client.request("POST", `${this.#path}/import?on_error=continue${on ? `&mode=upsert&on=${on}` : ""}`, lines, options);
  }
}
