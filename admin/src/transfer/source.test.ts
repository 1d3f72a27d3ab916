import { describe, expect, it } from 'vitest';
import type { Field } from '@/records/fields';
import { CsvSplitter, guessDelimiter } from './csv';
import { encode } from './encode';
import { ArraySplitter, flatMembersOf, membersOf } from './json';
import { inferMapping, missingFields } from './mapping';
import { detect } from './fileFormat';
import { UnreadableFile } from './fileText';
import { Source, type SourceRow } from './source';

const fields: Field[] = [
  { name: 'name', label: 'Name', type: 'string', required: true },
  { name: 'opened_on', label: 'Eröffnet am', type: 'date' },
  { name: 'seats', label: 'Seats', type: 'integer', required: true, default: 0 },
];

async function all(text: BlobPart): Promise<{ source: Source; rows: SourceRow[] }> {
  const file = new Blob([text]);
  const source = new Source(file, await detect(file));
  const rows: SourceRow[] = [];
  for await (const some of source.rows()) {
    rows.push(...some);
  }
  return { source, rows };
}

describe('mapping', () => {
  it('takes columns for fields by name and label, whatever case, accents and separators', () => {
    expect(inferMapping(['NAME', 'Eroffnet-am', ' sEats ', 'other', 'ID'], fields)).toEqual(['name', 'opened_on', 'seats', null, 'id']);
    expect(inferMapping(['Eröffnet am', 'Opened On'], fields)).toEqual([null, 'opened_on']);
    expect(inferMapping(['Name', 'name'], fields)).toEqual([null, 'name']);
    expect(inferMapping(['', '-'], fields)).toEqual([null, null]);
  });

  it('tells required fields that lack a column and a default', () => {
    expect(missingFields([null, 'opened_on'], fields).map((it) => it.name)).toEqual(['name']);
    expect(missingFields(['name'], fields)).toEqual([]);
  });
});

describe('CSV', () => {
  it('is split into the same rows however it comes in pieces', () => {
    const text = 'a,b\r\n"x, ""y""\nz",1\n\n,"" \r3,4';
    const expected = [['a', 'b'], ['"x, ""y""\nz"', '1'], ['', '"" '], ['3', '4']];
    for (let size = 1; size <= text.length; size++) {
      const splitter = new CsvSplitter(',');
      const rows = [];
      for (let from = 0; from < text.length; from += size) {
        rows.push(...splitter.push(text.slice(from, from + size)));
      }
      rows.push(...splitter.push('', true));
      expect(rows.map((row) => row.cells)).toEqual(expected);
      expect(rows.map((row) => row.line)).toEqual([1, 2, 5, 6]);
    }
  });

  it('tells its delimiter by its first line', () => {
    expect(guessDelimiter('a;b;c\n1,5;2;3\n')).toBe(';');
    expect(guessDelimiter('a\tb\n')).toBe('\t');
    expect(guessDelimiter('only\n')).toBe(',');
  });

  it('is sent with other names, without what is left out, and each cell as it was', async () => {
    const { source, rows } = await all('Name;n;x\n"a\nb";1,5;""\nc;2;\nd;3\n');
    expect(source.columns).toEqual(['Name', 'n', 'x']);
    const sent = encode(source, rows, ['name', null, 'seats']);
    expect(sent.body).toBe('name;seats\n"a\nb";""\nc;\nd\n');
    expect(sent.lines).toEqual([2, 4, 5]);
    expect(rows.map((row) => row.line)).toEqual([2, 4, 5]);
  });

  it('may be of old Windows programs or UTF-16', async () => {
    const old = await all(new Uint8Array([0x61, 0x0a, 0xfc, 0x0a]));
    expect(old.source.how.encoding).toBe('windows-1252');
    expect(old.rows[0]?.cells).toEqual(['ü']);
    const wide = await all(new Uint8Array([0xff, 0xfe, 0x61, 0, 0x0a, 0, 0xfc, 0]));
    expect(wide.rows[0]?.cells).toEqual(['ü']);
    expect(wide.source.columns).toEqual(['a']);
  });

  it('is not taken for the file of a spreadsheet', async () => {
    await expect(all('PK\u0003\u0004 and more')).rejects.toThrow('archive');
  });

  it('may be zipped', async () => {
    const zipped = new Blob(['a,b\n1,2\n']).stream().pipeThrough(new CompressionStream('gzip'));
    const { source, rows } = await all(await new Response(zipped).arrayBuffer());
    expect(source.how).toMatchObject({ isZipped: true, format: 'csv' });
    expect(rows[0]?.cells).toEqual(['1', '2']);
  });
});

describe('JSON', () => {
  it('keeps every digit, and finds members whatever is in texts', () => {
    expect(membersOf(' {"a": 12345678901234567890.10, "b\\"": "}]\\\\", "c": {"d": [1]} , "e":null}')).toEqual([
      ['a', '12345678901234567890.10'],
      ['b"', '"}]\\\\"'],
      ['c', '{"d": [1]}'],
      ['e', 'null'],
    ]);
    expect(membersOf('[1]')).toBeNull();
    expect(membersOf('{"a" 1}')).toBeNull();
    expect(membersOf('{"a": 1} x')).toBeNull();
  });

  it('is split into items however it comes in pieces', () => {
    const text = '[\n {"a": "],["},\n {"a": [1, 2]} , 7\n]\n';
    for (let size = 1; size <= text.length; size++) {
      const splitter = new ArraySplitter();
      const rows = [];
      for (let from = 0; from < text.length; from += size) {
        rows.push(...splitter.push(text.slice(from, from + size)));
      }
      rows.push(...splitter.push('', true));
      expect(rows).toEqual([
        { line: 2, raw: '{"a": "],["}' },
        { line: 3, raw: '{"a": [1, 2]}' },
        { line: 3, raw: '7' },
      ]);
    }
    expect(() => new ArraySplitter().push('[{"a": ', true)).toThrow(SyntaxError);
  });

  it('lays exported records out flat, and keeps data that is a field of its own', () => {
    expect(flatMembersOf('{"id": "1", "collection_id": "2", "data": {"a": 1}}')).toEqual([['id', '"1"'], ['a', '1']]);
    expect(flatMembersOf('{"data": {"a": 1}, "b": 2}')).toEqual([['data', '{"a": 1}'], ['b', '2']]);
  });

  it('is sent as lines; a column that comes late keeps its name', async () => {
    const { source, rows } = await all('[{"Name": "a"},\n{"late": {\n"x": 1}, "Name": "b"}, 7]');
    expect(source.columns).toEqual(['Name', 'late']);
    const sent = encode(source, rows, ['name']);
    expect(sent.body).toBe('{"name":"a"}\n{"name":"b","late":{ "x": 1}}\n7\n');
    expect(sent.lines).toEqual([1, 2, 3]);
  });

  it('that ends too early is told', async () => {
    await expect(all('[{"a": 1}, {"b"')).rejects.toThrow(UnreadableFile);
  });
});
