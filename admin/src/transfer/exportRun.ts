import { api } from '@/api/client';
import type { ApiRequest } from '@/api/snippets';
import type { FilterJson } from '@/filters/filter';
import type { FileFormat } from './fileFormat';
import type { Destination } from './download';

/** Which records a bulk action is about: some, or all that match. */
export type Chosen = { ids: readonly string[] } | { filter: FilterJson | null };

export interface ExportChoices {
  collection: string;
  chosen: Chosen;
  format: FileFormat;
  /** Null for all. */
  fields: readonly string[] | null;
  guardsFormulas: boolean;
}

/** So many ids fit into an address. */
const IDS = 250;

function filters(chosen: Chosen): (FilterJson | null)[] {
  if (!('ids' in chosen)) {
    return [chosen.filter];
  }
  const parts: FilterJson[] = [];
  for (let from = 0; from < chosen.ids.length; from += IDS) {
    parts.push({ id: { in: chosen.ids.slice(from, from + IDS) } });
  }
  return parts;
}

function query(choices: ExportChoices, filter: FilterJson | null) {
  return {
    format: choices.format,
    ...(choices.fields === null ? {} : { fields: choices.fields.join(',') }),
    ...(filter === null ? {} : { filter: JSON.stringify(filter) }),
    ...(choices.format === 'csv' && choices.guardsFormulas ? { guard_formulas: true } : {}),
  };
}

/** The request that a program would make; of many chosen records the first one. */
export function exportRequest(choices: ExportChoices): ApiRequest {
  const path = `/api/collections/${encodeURIComponent(choices.collection)}/export`;
  return { method: 'GET', path, query: query(choices, filters(choices.chosen)[0] ?? null) };
}

/**
 * Reads the file piece by piece. Many chosen records are several requests, which are put together.
 *
 * @param onBytes gets how many there were so far
 */
export async function runExport(
  choices: ExportChoices,
  to: Destination,
  onBytes: (bytes: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const join = new FileJoin(choices.format);
  let bytes = 0;
  const write = async (piece: Uint8Array) => {
    bytes += piece.length;
    onBytes(bytes);
    await to.write(piece);
  };
  const all = filters(choices.chosen);
  for (const [index, filter] of all.entries()) {
    const reply = await api.GET('/api/collections/{collection_name}/export', {
      params: { path: { collection_name: choices.collection }, query: query(choices, filter) },
      parseAs: 'stream',
      signal,
    });
    const reader = reply.response.body!.getReader();
    const pieces: Uint8Array[] = [];
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      if (all.length === 1) {
        await write(piece.value);
      } else {
        pieces.push(piece.value);
      }
    }
    if (all.length > 1) {
      await write(join.part(await new Blob(pieces as Uint8Array<ArrayBuffer>[]).text(), index, all.length));
    }
  }
}

/** Makes one file of several of the same format. */
class FileJoin {
  constructor(private readonly format: FileFormat) {}

  part(text: string, index: number, count: number): Uint8Array {
    return new TextEncoder().encode(this.joined(text, index === 0, index === count - 1));
  }

  private joined(text: string, isFirst: boolean, isLast: boolean): string {
    switch (this.format) {
      case 'ndjson':
        return text;
      case 'csv':
        return isFirst ? text : text.slice(text.indexOf('\n') + 1);
      case 'json': {
        const items = text.trim().slice(1, -1).trim();
        return `${isFirst ? '[' : items === '' ? '' : ','}${items}${isLast ? ']' : ''}`;
      }
    }
  }
}
