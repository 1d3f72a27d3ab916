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

/** Events that one can register for: the data of a record. */
export interface Events {
  /** 1 to 120 characters. */
  title: string;
  kind: "training" | "match" | "party";
  /** An instant in UTC, such as `2026-11-22T18:30:00Z`. */
  starts_at: string;
  /** A UUID. */
  venue_id: string;
  /** A UUID. */
  team_id: string | null;
  /** A whole number, 1 to 10000. */
  places: number;
  /** Confirmed registrations. A whole number, at least 0; default `0`; set by admins only. */
  taken: number;
  /** An exact decimal number, at least 0; default `"0"`. */
  fee: string;
  /** Default `"draft"`. */
  status: "draft" | "open" | "cancelled";
}

/** The data that makes or replaces a record of `events`. */
export interface EventsCreate {
  /** 1 to 120 characters. */
  title: string;
  kind: "training" | "match" | "party";
  /** An instant in UTC, such as `2026-11-22T18:30:00Z`. */
  starts_at: string;
  /** A UUID. */
  venue_id: string;
  /** A UUID. */
  team_id?: string | null;
  /** A whole number, 1 to 10000. */
  places: number;
  /** Confirmed registrations. A whole number, at least 0; default `0`; set by admins only. */
  taken?: number;
  /** An exact decimal number, at least 0; default `"0"`. */
  fee?: string | number;
  /** Default `"draft"`. */
  status?: "draft" | "open" | "cancelled";
}

/** The data that changes a record of `events`. */
export interface EventsPatch {
  title?: string;
  kind?: "training" | "match" | "party";
  starts_at?: string;
  venue_id?: string;
  team_id?: string | null;
  places?: number | Increment;
  taken?: number | Increment;
  fee?: string | number | Increment;
  status?: "draft" | "open" | "cancelled";
}

/** What records of `events` can be filtered by. */
export interface EventsFields {
  title?: string | null | TextCondition;
  kind?: "training" | "match" | "party" | null | TextCondition<"training" | "match" | "party">;
  starts_at?: string | null | OrderCondition<string>;
  venue_id?: string | null | TextCondition;
  team_id?: string | null | TextCondition;
  places?: number | null | OrderCondition<number>;
  taken?: number | null | OrderCondition<number>;
  fee?: string | number | null | OrderCondition<string | number>;
  status?: "draft" | "open" | "cancelled" | null | TextCondition<"draft" | "open" | "cancelled">;
}

/** Members of the club: the data of a record. */
export interface Members {
  /** 1 to 100 characters. */
  name: string;
  /** Matches `^\+?[0-9 ]+$`; at most 30 characters. */
  phone: string | null;
  /** A day, such as `2026-11-22`. */
  born: string | null;
  /** The team that the member plays in. A UUID. */
  team_id: string | null;
  /** At most 10 items. */
  interests: string[];
  /** Whether everybody sees this record, as on the page of the club. Default `false`. */
  visible: boolean;
  /** Default `"active"`; set by admins only. */
  status: "active" | "resting" | "left";
  /** At most 2000 characters; seen by admins only. */
  board_notes?: string | null;
}

/** The data that makes or replaces a record of `members`. */
export interface MembersCreate {
  /** 1 to 100 characters. */
  name: string;
  /** Matches `^\+?[0-9 ]+$`; at most 30 characters. */
  phone?: string | null;
  /** A day, such as `2026-11-22`. */
  born?: string | null;
  /** The team that the member plays in. A UUID. */
  team_id?: string | null;
  /** At most 10 items. */
  interests?: string[];
  /** Whether everybody sees this record, as on the page of the club. Default `false`. */
  visible?: boolean;
  /** Default `"active"`; set by admins only. */
  status?: "active" | "resting" | "left";
  /** At most 2000 characters; seen by admins only. */
  board_notes?: string | null;
}

/** The data that changes a record of `members`. */
export interface MembersPatch {
  name?: string;
  phone?: string | null;
  born?: string | null;
  team_id?: string | null;
  interests?: string[] | ListChange<string>;
  visible?: boolean;
  status?: "active" | "resting" | "left";
  board_notes?: string | null;
}

/** What records of `members` can be filtered by. */
export interface MembersFields {
  name?: string | null | TextCondition;
  phone?: string | null | TextCondition;
  born?: string | null | OrderCondition<string>;
  team_id?: string | null | TextCondition;
  interests?: null | ListCondition<string>;
  visible?: boolean | null | Condition<boolean>;
  status?: "active" | "resting" | "left" | null | TextCondition<"active" | "resting" | "left">;
  board_notes?: string | null | TextCondition;
}

/** News: the data of a record. */
export interface News {
  /** 1 to 150 characters. */
  title: string;
  /** A slug; at most 150 characters; unique. */
  slug: string | null;
  /** At most 50000 characters. */
  body: string | null;
  /** Default `false`. */
  published: boolean;
  /** An instant in UTC, such as `2026-11-22T18:30:00Z`; set by admins only. */
  published_at: string | null;
}

/** The data that makes or replaces a record of `news`. */
export interface NewsCreate {
  /** 1 to 150 characters. */
  title: string;
  /** A slug; at most 150 characters; unique. */
  slug?: string | null;
  /** At most 50000 characters. */
  body?: string | null;
  /** Default `false`. */
  published?: boolean;
  /** An instant in UTC, such as `2026-11-22T18:30:00Z`; set by admins only. */
  published_at?: string | null;
}

/** The data that changes a record of `news`. */
export interface NewsPatch {
  title?: string;
  slug?: string | null;
  body?: string | null;
  published?: boolean;
  published_at?: string | null;
}

/** What records of `news` can be filtered by. */
export interface NewsFields {
  title?: string | null | TextCondition;
  slug?: string | null | TextCondition;
  body?: string | null | TextCondition;
  published?: boolean | null | Condition<boolean>;
  published_at?: string | null | OrderCondition<string>;
}

/** What members owe and have paid: the data of a record. */
export interface Payments {
  /** Matches `^[A-Z]{2}-[0-9A-F]{12}$`; unique. */
  reference: string;
  /** At most 200 characters. */
  purpose: string;
  /** A UUID. */
  registration_id: string | null;
  /** An exact decimal number, at least 0. */
  amount: string;
  /** A day, such as `2026-11-22`. */
  due: string;
  /** An instant in UTC, such as `2026-11-22T18:30:00Z`. */
  paid_at: string | null;
  /** Default `"open"`. */
  status: "open" | "paid" | "void";
}

/** The data that makes or replaces a record of `payments`. */
export interface PaymentsCreate {
  /** Matches `^[A-Z]{2}-[0-9A-F]{12}$`; unique. */
  reference: string;
  /** At most 200 characters. */
  purpose: string;
  /** A UUID. */
  registration_id?: string | null;
  /** An exact decimal number, at least 0. */
  amount: string | number;
  /** A day, such as `2026-11-22`. */
  due: string;
  /** An instant in UTC, such as `2026-11-22T18:30:00Z`. */
  paid_at?: string | null;
  /** Default `"open"`. */
  status?: "open" | "paid" | "void";
}

/** The data that changes a record of `payments`. */
export interface PaymentsPatch {
  reference?: string;
  purpose?: string;
  registration_id?: string | null;
  amount?: string | number | Increment;
  due?: string;
  paid_at?: string | null;
  status?: "open" | "paid" | "void";
}

/** What records of `payments` can be filtered by. */
export interface PaymentsFields {
  reference?: string | null | TextCondition;
  purpose?: string | null | TextCondition;
  registration_id?: string | null | TextCondition;
  amount?: string | number | null | OrderCondition<string | number>;
  due?: string | null | OrderCondition<string>;
  paid_at?: string | null | OrderCondition<string>;
  status?: "open" | "paid" | "void" | null | TextCondition<"open" | "paid" | "void">;
}

/** Registrations for events; made by the functions alone: the data of a record. */
export interface Registrations {
  /** A UUID. */
  event_id: string;
  /** A UUID. */
  user_id: string;
  status: "confirmed" | "waiting" | "cancelled";
  /** The order of those who wait. An instant in UTC, such as `2026-11-22T18:30:00Z`. */
  since: string;
  /** Default `false`. */
  reminded: boolean;
}

/** The data that makes or replaces a record of `registrations`. */
export interface RegistrationsCreate {
  /** A UUID. */
  event_id: string;
  /** A UUID. */
  user_id: string;
  status: "confirmed" | "waiting" | "cancelled";
  /** The order of those who wait. An instant in UTC, such as `2026-11-22T18:30:00Z`. */
  since: string;
  /** Default `false`. */
  reminded?: boolean;
}

/** The data that changes a record of `registrations`. */
export interface RegistrationsPatch {
  event_id?: string;
  user_id?: string;
  status?: "confirmed" | "waiting" | "cancelled";
  since?: string;
  reminded?: boolean;
}

/** What records of `registrations` can be filtered by. */
export interface RegistrationsFields {
  event_id?: string | null | TextCondition;
  user_id?: string | null | TextCondition;
  status?: "confirmed" | "waiting" | "cancelled" | null | TextCondition<"confirmed" | "waiting" | "cancelled">;
  since?: string | null | OrderCondition<string>;
  reminded?: boolean | null | Condition<boolean>;
}

/** Teams: the data of a record. */
export interface Teams {
  /** 1 to 80 characters; unique. */
  name: string;
  sport: "football" | "tennis" | "chess";
  /** At most 100 characters. */
  trainer: string | null;
  /** An exact decimal number, 0 to 10000. */
  yearly_fee: string;
}

/** The data that makes or replaces a record of `teams`. */
export interface TeamsCreate {
  /** 1 to 80 characters; unique. */
  name: string;
  sport: "football" | "tennis" | "chess";
  /** At most 100 characters. */
  trainer?: string | null;
  /** An exact decimal number, 0 to 10000. */
  yearly_fee: string | number;
}

/** The data that changes a record of `teams`. */
export interface TeamsPatch {
  name?: string;
  sport?: "football" | "tennis" | "chess";
  trainer?: string | null;
  yearly_fee?: string | number | Increment;
}

/** What records of `teams` can be filtered by. */
export interface TeamsFields {
  name?: string | null | TextCondition;
  sport?: "football" | "tennis" | "chess" | null | TextCondition<"football" | "tennis" | "chess">;
  trainer?: string | null | TextCondition;
  yearly_fee?: string | number | null | OrderCondition<string | number>;
}

/** Venues: the data of a record. */
export interface Venues {
  /** 1 to 80 characters; unique. */
  name: string;
  /** At most 200 characters. */
  address: string;
  /** A whole number, at least 1. */
  capacity: number;
  /** A URL. */
  map: string | null;
  /** How many there are of what, such as {"goals": 2}. */
  equipment: { [key: string]: Json };
}

/** The data that makes or replaces a record of `venues`. */
export interface VenuesCreate {
  /** 1 to 80 characters; unique. */
  name: string;
  /** At most 200 characters. */
  address: string;
  /** A whole number, at least 1. */
  capacity: number;
  /** A URL. */
  map?: string | null;
  /** How many there are of what, such as {"goals": 2}. */
  equipment?: { [key: string]: Json };
}

/** The data that changes a record of `venues`. */
export interface VenuesPatch {
  name?: string;
  address?: string;
  capacity?: number | Increment;
  map?: string | null;
  equipment?: { [key: string]: Json };
}

/** What records of `venues` can be filtered by. */
export interface VenuesFields {
  name?: string | null | TextCondition;
  address?: string | null | TextCondition;
  capacity?: number | null | OrderCondition<number>;
  map?: string | null | TextCondition;
  equipment?: null | { null: boolean };
  [path: `equipment.${string}`]: Json | TextCondition | OrderCondition<number>;
}

/** The input of `cancel_registration`. */
export interface CancelRegistrationInput {
  event: string;
}

/** The result of `cancel_registration`. */
export interface CancelRegistrationResult {
  placeGiven: boolean;
}

/** The input of `monthly_report`. */
export interface MonthlyReportInput {
  month?: string | null;
}

/** The result of `monthly_report`. */
export interface MonthlyReportResult {
  month: string;
  newMembers: number;
  registrations: number;
  paid: number;
}

/** The input of `register_for_event`. */
export interface RegisterForEventInput {
  event: string;
}

/** The result of `register_for_event`. */
export interface RegisterForEventResult {
  registration: string;
  status: string;
  waitingBefore: number;
}

/** The input of `tell_member`. */
export interface TellMemberInput {
  user: string;
  text: string;
}

/** All collections, by name. */
export interface Collections {
  /** Events that one can register for */
  events: { data: Events; create: EventsCreate; patch: EventsPatch; filter: Filter<EventsFields> };
  /** Members of the club */
  members: { data: Members; create: MembersCreate; patch: MembersPatch; filter: Filter<MembersFields> };
  /** News */
  news: { data: News; create: NewsCreate; patch: NewsPatch; filter: Filter<NewsFields> };
  /** What members owe and have paid */
  payments: { data: Payments; create: PaymentsCreate; patch: PaymentsPatch; filter: Filter<PaymentsFields> };
  /** Registrations for events; made by the functions alone */
  registrations: { data: Registrations; create: RegistrationsCreate; patch: RegistrationsPatch; filter: Filter<RegistrationsFields> };
  /** Teams */
  teams: { data: Teams; create: TeamsCreate; patch: TeamsPatch; filter: Filter<TeamsFields> };
  /** Venues */
  venues: { data: Venues; create: VenuesCreate; patch: VenuesPatch; filter: Filter<VenuesFields> };
}

/** All functions, by name: those with a `result` answer with it in JSON, those with `rows` with a stream of them, and others with an answer of their own. */
export interface Functions {
  /** Cancels the caller's registration for an event */
  cancel_registration: { input: CancelRegistrationInput; result: CancelRegistrationResult };
  /** Adds up a month and drafts news of it */
  monthly_report: { input: MonthlyReportInput; result: MonthlyReportResult };
  /** Registers the caller for an event, or puts them on its waiting list */
  register_for_event: { input: RegisterForEventInput; result: RegisterForEventResult };
  /** Reminds members of the events of the next day */
  remind_members: { input: NoInput; result: number };
  /** Tells a member something */
  tell_member: { input: TellMemberInput; result: null };
}
