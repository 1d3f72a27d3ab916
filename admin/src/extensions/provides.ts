import type { Schemas } from '@/api/client';

type Provides = Schemas['ExtensionProvides'];

/** What it brings, as lists of lines; kinds of which it brings nothing are left out. */
export function broughtBy(provides: Provides): { kind: keyof Provides; lines: string[] }[] {
  const lines: Record<keyof Provides, string[]> = {
    functions: provides.functions,
    hooks: provides.hooks.map((it) => `${it.name} – ${it.kind}${it.targets.length === 0 ? '' : `(${it.targets.join(', ')})`}`),
    schedules: provides.schedules.map((it) => `${it.function} – ${Object.values(it.schedule).join(' ')}`),
    routes: provides.routes.map((it) => `${it.method} ${it.path} (${it.auth})`),
    collections: provides.collections,
    settings: provides.settings,
  };
  const kinds: (keyof Provides)[] = ['collections', 'functions', 'hooks', 'schedules', 'routes', 'settings'];
  return kinds.map((kind) => ({ kind, lines: lines[kind] })).filter((it) => it.lines.length > 0);
}

/** What an update takes away and brings, by its lines. */
export function differences(before: Provides, after: Provides): { added: string[]; removed: string[] } {
  const flat = (provides: Provides) => broughtBy(provides).flatMap(({ kind, lines }) => lines.map((line) => `${kind}: ${line}`));
  const then = new Set(flat(before));
  const now = new Set(flat(after));
  return { added: [...now].filter((it) => !then.has(it)), removed: [...then].filter((it) => !now.has(it)) };
}
