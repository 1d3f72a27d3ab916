import type { Schemas } from '@/api/client';

export type Setting = Schemas['Setting'];

/** A section of the file with its settings. */
export interface SettingGroup {
  section: string;
  settings: Setting[];
}

/** The section of the file; empty at its top. */
export function sectionOf(setting: Setting): string {
  const dot = setting.key.indexOf('.');
  return dot < 0 ? '' : setting.key.slice(0, dot);
}

/** The settings that have all of the words, by section. */
export function grouped(settings: Setting[], words: string, changedOnly: boolean): SettingGroup[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = new Map<string, Setting[]>();
  for (const setting of settings) {
    const text = `${setting.key} ${setting.description} ${setting.value ?? ''} ${setting.variable}`.toLowerCase();
    if ((!changedOnly || setting.origin !== 'default') && wanted.every((word) => text.includes(word))) {
      const section = sectionOf(setting);
      groups.set(section, [...(groups.get(section) ?? []), setting]);
    }
  }
  return [...groups].map(([section, found]) => ({ section, settings: found }));
}

/** What to write into the file: the value that holds, or an example of one. */
export function tomlOf(setting: Setting): string {
  const section = sectionOf(setting);
  const key = setting.key.slice(section === '' ? 0 : section.length + 1);
  return `${section === '' ? '' : `[${section}]\n`}${key} = ${setting.toml ?? example(setting)}`;
}

/** The same for the environment, as a POSIX shell takes it. */
export function variableOf(setting: Setting): string {
  const value = setting.is_secret ? '…' : (setting.value ?? setting.default ?? setting.choices[0] ?? '…');
  return `${setting.variable}=${/^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`}`;
}

function example(setting: Setting): string {
  switch (setting.kind) {
    case 'flag':
      return 'true';
    case 'number':
      return '1';
    case 'list':
      return '["…"]';
    case 'choice':
      return JSON.stringify(setting.choices[0] ?? '…');
    case 'text':
      return '"…"';
  }
}
