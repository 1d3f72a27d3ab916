import { bounded } from './csv';

/**
 * Splits JSON without reading it: numbers keep all their digits, and what is wrong with a value is
 * said by the server, which knows the line.
 */

const SPACE = /[ \t\r\n\uFEFF]/;

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && SPACE.test(text[at]!)) {
    at++;
  }
  return at;
}

function endOfString(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === '\\') {
      i++;
    } else if (text[i] === '"') {
      return i + 1;
    }
  }
  return -1;
}

/** The index behind the value that begins at a place; -1 where it does not end in the text. */
export function endOfValue(text: string, start: number): number {
  if (text[start] === '"') {
    return endOfString(text, start);
  }
  if (text[start] !== '{' && text[start] !== '[') {
    const plain = /[\s,\]}]/g;
    plain.lastIndex = start;
    return plain.exec(text)?.index ?? -1;
  }
  let depth = 0;
  for (let i = start; i < text.length; i++) {
    const sign = text[i];
    if (sign === '"') {
      const end = endOfString(text, i);
      if (end < 0) {
        return -1;
      }
      i = end - 1;
    } else if (sign === '{' || sign === '[') {
      depth++;
    } else if ((sign === '}' || sign === ']') && --depth === 0) {
      return i + 1;
    }
  }
  return -1;
}

/** A value of a file, as it stands there. */
export interface JsonRow {
  /** From 1. */
  line: number;
  raw: string;
}

/** Splits a JSON array that comes in pieces into its items. */
export class ArraySplitter {
  private rest = '';
  private line = 1;
  private hasBegun = false;

  /** @throws SyntaxError where it is no array */
  push(text: string, isLast = false): JsonRow[] {
    const all = this.rest + text;
    const rows: JsonRow[] = [];
    let from = 0;
    for (;;) {
      const at = skipSpace(all, from);
      const sign = all[at];
      if (sign === undefined || (this.hasBegun && sign === ']')) {
        break;
      }
      if (!this.hasBegun || sign === ',') {
        if (!this.hasBegun && sign !== '[') {
          throw new SyntaxError('[');
        }
        this.hasBegun = true;
        from = this.pass(all, from, at + 1);
        continue;
      }
      const end = endOfValue(all, at);
      if (end < 0) {
        if (isLast) {
          throw new SyntaxError(']');
        }
        break;
      }
      from = this.pass(all, from, at);
      rows.push({ line: this.line, raw: all.slice(at, end) });
      from = this.pass(all, at, end);
    }
    this.rest = bounded(all.slice(from));
    return rows;
  }

  private pass(text: string, from: number, to: number): number {
    this.line += text.slice(from, to).match(/\n/g)?.length ?? 0;
    return to;
  }
}

/** Splits lines that come in pieces; empty ones are left out. */
export class LineSplitter {
  private rest = '';
  private line = 0;

  push(text: string, isLast = false): JsonRow[] {
    const lines = (this.rest + text).split('\n');
    this.rest = isLast ? '' : bounded(lines.pop() ?? '');
    return lines.flatMap((raw) => {
      this.line++;
      return raw.trim() === '' ? [] : [{ line: this.line, raw: raw.trim() }];
    });
  }
}

/** The members of an object as they stand there; null for what is no object. */
export function membersOf(raw: string): [name: string, value: string][] | null {
  let at = skipSpace(raw, 0);
  if (raw[at] !== '{') {
    return null;
  }
  const members: [string, string][] = [];
  at = skipSpace(raw, at + 1);
  while (raw[at] === '"') {
    const end = endOfString(raw, at);
    const colon = end < 0 ? -1 : skipSpace(raw, end);
    const value = raw[colon] === ':' ? skipSpace(raw, colon + 1) : raw.length;
    const valueEnd = endOfValue(raw, value);
    if (valueEnd < 0) {
      return null;
    }
    members.push([JSON.parse(raw.slice(at, end)) as string, raw.slice(value, valueEnd)]);
    at = skipSpace(raw, valueEnd);
    at = raw[at] === ',' ? skipSpace(raw, at + 1) : at;
  }
  return raw[at] === '}' && skipSpace(raw, at + 1) === raw.length ? members : null;
}

const OF_RECORDS = new Set(['id', 'collection_id', 'owner_id', 'data', 'created_at', 'updated_at']);

/** The members of a line of data; a whole record, as exported, is laid out flat. */
export function flatMembersOf(raw: string): [name: string, value: string][] | null {
  const members = membersOf(raw);
  const data = members?.find(([name]) => name === 'data')?.[1];
  if (members === null || data === undefined || !members.every(([name]) => OF_RECORDS.has(name)) || !members.some(([name]) => name === 'id')) {
    return members;
  }
  const inner = membersOf(data);
  return inner === null
    ? members
    : [...members.filter(([name]) => name !== 'data' && name !== 'collection_id'), ...inner];
}
