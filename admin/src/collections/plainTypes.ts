/** The types of fields whose values are no lists and no objects, with what they are. */
export const PLAIN_TYPES = {
  string: 'text',
  text: 'text',
  integer: 'number',
  int: 'number',
  number: 'number',
  float: 'number',
  decimal: 'decimal',
  boolean: 'boolean',
  bool: 'boolean',
  date: 'date',
  datetime: 'datetime',
} as const;

/** What a plain value is. */
export type PlainKind = (typeof PLAIN_TYPES)[keyof typeof PLAIN_TYPES];

/** The type of a list's items, in `list[string]`; null where it is no such list. */
export function listItemType(type: string): string | null {
  return /^list\[(\w+)\]$/.exec(type)?.[1] ?? null;
}
