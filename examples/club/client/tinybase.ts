// A typed client of TinyBase over fetch, for browsers and Node. Copy it and make it yours.
import type * as api from "./types.js";

export type Session = api.Tokens & { expires_at: number };
/** Where the tokens of a session are kept: in memory, in sessionStorage, in a file. */
export type TokenStore = { get(): Session | null; set(session: Session | null): void };
export const memoryStore = (kept: Session | null = null): TokenStore => ({ get: () => kept, set: (it) => (kept = it) });
export type Options = { signal?: AbortSignal; headers?: Record<string, string>; onResponse?(response: Response): void };

/** A request was refused, or a function has failed: `code` is for programs, `fields` has each problem of the input. */
export class ApiError extends Error {
  readonly fields: api.FieldError[];
  constructor(readonly response: Response, readonly body: Partial<api.Failure & api.FailedCall>) {
    const detail = body.detail ?? body.error_message ?? response.statusText;
    const places = typeof detail === "string" ? [] : detail;
    const fields = places.map((it) => ({ field: it.loc.slice(1).join("."), code: it.type, message: it.msg }));
    super(typeof detail === "string" ? detail : fields.map((it) => `${it.field}: ${it.message}`).join("; "));
    this.fields = body.errors ?? fields;
  }
  get code() { return this.body.code ?? this.body.error_code ?? this.body.error_type ?? "unknown"; }
}

export class TinyBase {
  #renewing: Promise<Session> | null = null;
  constructor(readonly url: string, readonly store = memoryStore()) {}

  register(email: string, password: string) { return this.#send<void>("POST", "/auth/register", { email, password }); }
  login(email: string, password: string) { return this.#open("/auth/login", { email, password }); }
  logout() { return this.request<void>("POST", "/auth/logout").finally(() => this.store.set(null)); }

  async call<F extends keyof api.Functions & string>(name: F, input: api.Functions[F]["input"], options: Options = {}) {
    const asked = { ...options, headers: { Prefer: "status=http", ...options.headers } };
    return (await this.request<api.SucceededCall<F>>("POST", `/functions/${name}`, input, asked)).result;
  }

  records<C extends keyof api.Collections & string>(collection: C) {
    type Of = api.Collections[C];
    type Page = api.RecordList<Of["data"]>;
    type Query = api.RecordQuery<Of["data"], Of["filter"]>;
    const ask = <T = api.RecordOf<Of["data"]>>(method: string, path: string, body?: unknown, options?: Options) =>
      this.request<T>(method, `/collections/${collection}/${path}`, body, options);
    return {
      get: (id: string, options?: Options) => ask("GET", `records/${id}`, undefined, options),
      create: (data: Of["create"], options?: Options) => ask("POST", "records", { data }, options),
      update: (id: string, data: Of["patch"], options?: Options) => ask("PATCH", `records/${id}`, { data }, options),
      delete: (id: string, options?: Options) => ask<void>("DELETE", `records/${id}`, undefined, options),
      list: (query: Query = {}, options?: Options) => ask<Page>("POST", "records/query", query, options),
      /** All records, page by page: `for await (const record of records.all())`. */
      async *all(query: Query = {}, options?: Options) {
        for (let page: Page | null = null; page?.next_cursor !== null; query = { ...query, cursor: page.next_cursor }) {
          page = await this.list(query, options);
          yield* page.records;
        }
      },
      /** Many rows in one request, for admins; where `on` names a unique field, rows that are there are changed. */
      import: (rows: Of["create"][], on?: string, options?: Options) => {
        const lines = new Blob(rows.map((row) => JSON.stringify(row) + "\n"), { type: "application/x-ndjson" });
        const path = "import?on_error=continue" + (on ? `&mode=upsert&on=${on}` : "");
        return ask<api.ImportResult>("POST", path, lines, options);
      },
    };
  }

  /** Any request below /api. Tokens that expire soon or that the server refuses are renewed, and it is sent again. */
  async request<T>(method: string, path: string, body?: unknown, options?: Options): Promise<T> {
    let session = this.store.get();
    if (session && session.expires_at - Date.now() < 10_000) session = await this.#renew(session);
    return this.#send<T>(method, path, body, options, session).catch(async (error: unknown) => {
      const challenge = error instanceof ApiError ? error.response.headers.get("WWW-Authenticate") : null;
      if (!session || !challenge?.includes("invalid_token")) throw error;
      return this.#send<T>(method, path, body, options, await this.#renew(session));
    });
  }

  /** One renewal at a time, however many requests need it; none where another has renewed the tokens meanwhile. */
  async #renew({ access_token, refresh_token }: Session): Promise<Session | null> {
    if (this.store.get()?.access_token !== access_token) return this.store.get();
    return (this.#renewing ??= this.#open("/auth/refresh", { refresh_token }).finally(() => (this.#renewing = null)));
  }

  async #open(path: string, body: object): Promise<Session> {
    const tokens = await this.#send<api.Tokens>("POST", path, body);
    const session = { ...tokens, expires_at: Date.now() + tokens.expires_in * 1000 };
    this.store.set(session);
    return session;
  }

  async #send<T>(method: string, path: string, data?: unknown, options: Options = {}, session?: Session | null) {
    const type = data instanceof Blob ? data.type : "application/json";
    const headers = new Headers({ "Content-Type": type, ...options.headers });
    if (session) headers.set("Authorization", `Bearer ${session.access_token}`);
    const body = data instanceof Blob ? data : JSON.stringify(data);
    const response = await fetch(`${this.url}/api${path}`, { ...options, method, headers, body });
    options.onResponse?.(response);
    const reply = response.headers.get("Content-Type")?.includes("json") ? await response.json() : null;
    if (response.ok) return reply as T;
    if (response.status === 401 && path === "/auth/refresh") this.store.set(null); // the session is over
    throw new ApiError(response, reply ?? {});
  }
}
