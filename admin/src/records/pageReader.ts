import type { Schemas } from '@/api/client';
import type { RecordOf } from './records';
import { reversed } from './sorting';

/** What a table shows. */
export interface RecordQuery {
  collection: string;
  sort: string;
  /** As JSON; null for all records. */
  filter: string | null;
}

export interface RecordPage {
  records: RecordOf[];
  /** No record comes after them. */
  isLast: boolean;
}

/** Where a page begins, and in which order. */
export type ListParameters = { sort: string; limit: number; offset?: number; cursor?: string };

/** Pages of records that are read in parts, as the server ends them early where records are large. */
const MOST_PARTS = 200;
const MOST_CURSORS = 4000;

/**
 * Reads pages of a list by their numbers. A page next to one that was read begins at its cursor, in
 * both directions; another one is reached by skipping from the nearer end.
 */
export class PageReader {
  readonly begunAt = Date.now();
  /** Where pages begin, by their numbers. */
  private readonly forward = new Map<number, string>();
  /** Where pages begin when one comes from the end. */
  private readonly backward = new Map<number, string>();

  constructor(
    readonly query: RecordQuery,
    private readonly size: number,
    private readonly list: (parameters: ListParameters, signal: AbortSignal) => Promise<Schemas['RecordList']>,
  ) {}

  /**
   * @param total of all records, where it is known
   * @param upwards whether the page before this one is likely to be the next
   */
  async read(index: number, total: number | null, upwards: boolean, signal: AbortSignal): Promise<RecordPage> {
    const start = index * this.size;
    const ahead = this.forward.get(index);
    if (ahead !== undefined || index === 0) {
      return this.down(index, ahead === undefined ? {} : { cursor: ahead }, signal);
    }
    const behind = this.backward.get(index);
    if (behind !== undefined) {
      return this.up(index, this.size, { cursor: behind }, signal);
    }
    if (total === null || total <= start) {
      return this.down(index, { offset: start }, signal);
    }
    const rest = Math.max(total - start - this.size, 0);
    return upwards || rest < start
      ? this.up(index, Math.min(this.size, total - start), { offset: rest }, signal)
      : this.down(index, { offset: start }, signal);
  }

  private async down(index: number, from: Partial<ListParameters>, signal: AbortSignal): Promise<RecordPage> {
    const { records, next } = await this.parts(this.query.sort, this.size, from, signal);
    remember(this.forward, index + 1, next);
    return { records, isLast: next === null };
  }

  private async up(index: number, limit: number, from: Partial<ListParameters>, signal: AbortSignal): Promise<RecordPage> {
    const { records, next } = await this.parts(reversed(this.query.sort), limit, from, signal);
    remember(this.backward, index - 1, next);
    return { records: records.reverse(), isLast: from.offset === 0 };
  }

  private async parts(sort: string, limit: number, from: Partial<ListParameters>, signal: AbortSignal) {
    const records: RecordOf[] = [];
    let next: string | null = null;
    for (let part = 0; part < MOST_PARTS; part++) {
      const place = part === 0 ? from : { cursor: next! };
      const list = await this.list({ sort, limit: limit - records.length, ...place }, signal);
      records.push(...list.records);
      next = list.next_cursor;
      if (next === null || records.length >= limit) {
        break;
      }
    }
    return { records, next };
  }
}

function remember(cursors: Map<number, string>, index: number, cursor: string | null) {
  if (cursor !== null) {
    cursors.set(index, cursor);
    const oldest = cursors.keys().next().value;
    if (cursors.size > MOST_CURSORS && oldest !== undefined) {
      cursors.delete(oldest);
    }
  }
}
