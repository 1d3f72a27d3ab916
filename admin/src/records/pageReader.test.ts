import { describe, expect, it } from 'vitest';
import type { Schemas } from '@/api/client';
import { PageReader } from './pageReader';

const TOTAL = 1050;
const never = new AbortController().signal;

/** A server with records 0 to 1049 that ends pages after `most`; a cursor is a place in an order. */
function table(most = 1000) {
  const asked: string[] = [];
  const list = async ({ sort, limit, offset, cursor }: { sort: string; limit: number; offset?: number; cursor?: string }) => {
    asked.push(`${sort} ${cursor === undefined ? `+${offset ?? 0}` : `@${cursor}`}`);
    const from = cursor === undefined ? (offset ?? 0) : Number(cursor);
    const to = Math.min(from + Math.min(limit, most), TOTAL);
    const ids = Array.from({ length: to - from }, (_, at) => (sort === 'n' ? from + at : TOTAL - 1 - from - at));
    return {
      records: ids.map((id) => ({ id: String(id) })),
      next_cursor: to < TOTAL ? String(to) : null,
    } as Schemas['RecordList'];
  };
  const reader = new PageReader({ collection: 'rows', sort: 'n', filter: null }, 100, list);
  const read = async (index: number, upwards = false) => {
    const page = await reader.read(index, TOTAL, upwards, never);
    return [page.records[0]?.id, page.records.at(-1)?.id, page.records.length, page.isLast];
  };
  return { asked, read };
}

describe('pages of records', () => {
  it('follow each other by cursor', async () => {
    const { asked, read } = table();
    expect(await read(0)).toEqual(['0', '99', 100, false]);
    expect(await read(1)).toEqual(['100', '199', 100, false]);
    expect(asked).toEqual(['n +0', 'n @100']);
  });

  it('are reached from the nearer end', async () => {
    const { asked, read } = table();
    expect(await read(10)).toEqual(['1000', '1049', 50, true]);
    expect(await read(8)).toEqual(['800', '899', 100, false]);
    expect(await read(3)).toEqual(['300', '399', 100, false]);
    expect(asked).toEqual(['-n +0', '-n +150', 'n +300']);
  });

  it('go upwards by cursor after the first step', async () => {
    const { asked, read } = table();
    await read(4);
    expect(await read(3, true)).toEqual(['300', '399', 100, false]);
    expect(await read(2, true)).toEqual(['200', '299', 100, false]);
    expect(asked).toEqual(['n +400', '-n +650', '-n @750']);
  });

  it('are put together where the server ends them early', async () => {
    const { asked, read } = table(40);
    expect(await read(0)).toEqual(['0', '99', 100, false]);
    expect(await read(1)).toEqual(['100', '199', 100, false]);
    expect(asked).toEqual(['n +0', 'n @40', 'n @80', 'n @100', 'n @140', 'n @180']);
  });
});
