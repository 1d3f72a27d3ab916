// Made by 'tinybase types ts' from the collections and functions of this app: change those, not this file.

/** Any JSON value. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** A record of a collection as the server answers with it. */
export interface RecordOf<Data> {
  id: string;
  collection_id: string;
  /** The account that it belongs to; null for none. */
  owner_id: string | null;
  data: Data;
  /** An instant in UTC. */
  created_at: string;
  /** An instant in UTC. */
  updated_at: string;
}

/** A page of records: the answer to a list. */
export interface RecordList<Data> {
  records: RecordOf<Data>[];
  /** All records that match; null with `total: false`. */
  total: number | null;
  limit: number;
  offset: number;
  /** Goes into the query of the next page; null at the end. */
  next_cursor: string | null;
}

/** What a list is asked for, in the body of `POST …/records/query`; every member may be left out. */
export interface RecordQuery<Data, Conditions> {
  filter?: Conditions;
  /** Fields; with `-` before one in descending order. */
  sort?: `${"" | "-"}${(keyof Data & string) | keyof SystemFields}`[];
  /** Records on a page, 100 by default and at most 1000; 0 gives the total alone. */
  limit?: number;
  offset?: number;
  /** `next_cursor` of the page before. */
  cursor?: string | null;
  /** Only these fields of the data; the others are left out. */
  fields?: (keyof Data & string)[];
  /** Whether to count all records that match, as is the default. */
  total?: boolean;
}

/** What became of the lines of an import. */
export interface ImportResult {
  inserted: number;
  updated: number;
  unchanged: number;
  failed: number;
  /** Whether a bad line ended it; what came before stays. */
  stopped: boolean;
  dry_run: boolean;
  /** The first bad lines; `line` counts from 1. */
  errors: { line: number; code: string; message: string }[];
}

/** The answer to a login or a refresh. */
export interface Tokens {
  access_token: string;
  /** Works once and gives the next pair. */
  refresh_token: string;
  token_type: "bearer";
  /** Seconds until the access token expires. */
  expires_in: number;
  user_id: string;
  email: string;
  is_admin: boolean;
  /** Whether this call has made the first admin. */
  admin_created: boolean;
}

/** What is wrong with one field. */
export interface FieldError {
  field: string;
  /** For programs. */
  code: string;
  /** For people. */
  message: string;
}

/** The body of an answer with a status of 400 or more. */
export interface Failure {
  /** A sentence for people; a list of places where the body or the query is not as it must be. */
  detail: string | { loc: string[]; type: string; msg: string }[];
  /** For programs. */
  code: string;
  /** Names the request in the server's log. */
  request_id: string;
  /** What is wrong with a record, field by field. */
  errors?: FieldError[];
}

/** The answer to a call that has succeeded; functions without a `result` stream rows, or answer as they like. */
export interface SucceededCall<Name extends keyof Functions> {
  status: "succeeded";
  call_id: string;
  result: Functions[Name] extends { result: infer Result } ? Result : never;
  duration_ms: number;
}

/** The answer to a call that has failed, with status 200, or 4xx and 5xx where `Prefer: status=http` was sent. */
export interface FailedCall {
  status: "failed";
  call_id: string;
  duration_ms: number;
  /** `ValidationError`, `TimeoutError`, `ResultSizeError`, or the name of the function's exception. */
  error_type: string;
  /** A sentence for people. */
  error_message: string;
  /** For programs, where the function gives one. */
  error_code?: string;
  error_details?: { [key: string]: Json };
  /** The fields of the input that a `ValidationError` is about. */
  errors?: FieldError[];
}

/** In a patch, adds to a number whatever it is at that moment. */
export interface Increment {
  $inc: number;
}

/** In a patch, adds items to a list or removes them, whatever it holds at that moment. */
export type ListChange<Item> = { $append: Item[] } | { $remove: Item[] };

/** Conditions on one field, all of which hold; a plain value in their place is `eq`. */
export interface Condition<Value> {
  eq?: Value | null;
  ne?: Value | null;
  in?: (Value | null)[];
  nin?: (Value | null)[];
  null?: boolean;
}

/** Conditions on numbers, days and instants. */
export interface OrderCondition<Value> extends Condition<Value> {
  gt?: Value;
  gte?: Value;
  lt?: Value;
  lte?: Value;
}

/** Conditions on texts. */
export interface TextCondition<Value extends string = string> extends OrderCondition<Value> {
  contains?: string;
  starts_with?: string;
  ends_with?: string;
  icontains?: string;
  like?: string;
}

/** Conditions on lists. */
export interface ListCondition<Item> {
  has?: Item;
  has_any?: Item[];
  has_all?: Item[];
  subset?: Item[];
  length?: number | { eq?: number; ne?: number; gt?: number; gte?: number; lt?: number; lte?: number };
  null?: boolean;
}

/** What every record can be filtered by. */
export interface SystemFields {
  id?: string | TextCondition;
  owner_id?: string | null | TextCondition;
  created_at?: string | OrderCondition<string>;
  updated_at?: string | OrderCondition<string>;
}

/** Conditions on records, all of which hold. */
export type Filter<Fields> = Fields &
  SystemFields & {
    and?: Filter<Fields>[];
    or?: Filter<Fields>[];
    not?: Filter<Fields>;
  };

/** What a function takes that takes nothing. */
export type NoInput = Record<string, never>;
