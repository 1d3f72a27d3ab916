import type { ExtensionSetting } from './extensions';

/** Settings as they are edited, by name: texts, or whether something is on. Secrets begin empty. */
export type SettingsDraft = Record<string, string | boolean>;

export type SettingValue = string | number | boolean | null;

export function draftOf(settings: readonly ExtensionSetting[], values: Record<string, SettingValue>): SettingsDraft {
  return Object.fromEntries(
    settings.map((it) => {
      const value = it.secret ? null : (values[it.name] ?? null);
      return [it.name, it.type === 'boolean' ? value === true : String(value ?? '')];
    }),
  );
}

/** What is sent: what differs alone. What was emptied goes back to its default; an empty secret stays as it is. */
export function changesOf(settings: readonly ExtensionSetting[], draft: SettingsDraft, before: SettingsDraft): Record<string, SettingValue> {
  const changed = settings.filter((it) => draft[it.name] !== before[it.name]);
  return Object.fromEntries(changed.map((it) => [it.name, valueOf(it, draft[it.name] ?? '')]));
}

/** A text that is no number is sent as it is, so that the server says what is wrong. */
function valueOf(setting: ExtensionSetting, typed: string | boolean): SettingValue {
  if (typeof typed === 'boolean') {
    return typed;
  }
  if (typed === '') {
    return null;
  }
  const isNumber = setting.type !== 'string' && typed.trim() !== '' && Number.isFinite(Number(typed));
  return isNumber ? Number(typed) : typed;
}
