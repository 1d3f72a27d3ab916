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
