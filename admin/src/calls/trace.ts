/** A part of a stack trace; one that names a line of a source has its place. */
export interface TracePart {
  text: string;
  place: { file: string; line: number } | null;
}

const PLACE = /\(([\w/]+\.java):(\d+)\)/g;

/** A stack trace in parts, with the places in these files by themselves. */
export function partsOf(trace: string, files: (file: string) => boolean): TracePart[] {
  const parts: TracePart[] = [];
  let from = 0;
  for (const match of trace.matchAll(PLACE)) {
    const [whole, file, line] = match;
    if (file !== undefined && files(file)) {
      parts.push({ text: trace.slice(from, match.index + 1), place: null });
      parts.push({ text: whole.slice(1, -1), place: { file, line: Number(line) } });
      from = match.index + whole.length - 1;
    }
  }
  return [...parts, { text: trace.slice(from), place: null }];
}

/** Where in a file an error came from: its innermost line of that file. */
export function lineOf(trace: string | null, file: string): number | null {
  const place = partsOf(trace ?? '', (it) => it === file).find((part) => part.place !== null)?.place;
  return place?.line ?? null;
}
