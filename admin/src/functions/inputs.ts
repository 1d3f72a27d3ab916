import { parseJson } from '@/api/exactJson';

/** The last inputs of each function, kept in the browser. */
const KEY = 'tinybase.inputs';
const MOST_INPUTS = 5;
const MOST_FUNCTIONS = 30;
const MOST_CHARACTERS = 20_000;

type Kept = [name: string, inputs: unknown[]][];

function read(): Kept {
  try {
    const kept = parseJson(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? (kept as Kept) : [];
  } catch {
    return [];
  }
}

/** The newest first. */
export function inputsOf(name: string): unknown[] {
  return read().find(([it]) => it === name)?.[1] ?? [];
}

/** Keeps an input, unless it is too large to be one that somebody typed. */
export function keepInput(name: string, input: unknown): void {
  const text = JSON.stringify(input) ?? '';
  if (text === '' || text.length > MOST_CHARACTERS) {
    return;
  }
  const others = inputsOf(name).filter((it) => JSON.stringify(it) !== text);
  const all: Kept = [[name, [input, ...others].slice(0, MOST_INPUTS)], ...read().filter(([it]) => it !== name)];
  localStorage.setItem(KEY, JSON.stringify(all.slice(0, MOST_FUNCTIONS)));
}
