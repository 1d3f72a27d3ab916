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

/** What an update brings and takes away, line by line. */
export function differences(before: Provides, after: Provides): { sign: '+' | '−'; kind: keyof Provides; line: string }[] {
  return [...missingIn(before, after).map((it) => ({ sign: '+' as const, ...it })), ...missingIn(after, before).map((it) => ({ sign: '−' as const, ...it }))];
}

function missingIn(some: Provides, others: Provides): { kind: keyof Provides; line: string }[] {
  const known = broughtBy(some);
  return broughtBy(others).flatMap(({ kind, lines }) => {
    const there = known.find((it) => it.kind === kind)?.lines ?? [];
    return lines.filter((line) => !there.includes(line)).map((line) => ({ kind, line }));
  });
}
