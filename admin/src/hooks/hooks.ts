import type { Schemas } from '@/api/client';
import type { Tone } from '@/ui/StatusBadge.vue';

export type Hook = Schemas['Hook'];
export type HookFailure = Schemas['HookFailure'];

/** Ten lines that people begin with. */
export const EXAMPLE = `import dev.tinybase.sdk.*;
import dev.tinybase.sdk.hooks.*;

@BeforeRecordCreate(collection = "posts")
void slug(RecordDraft draft) {
  if (draft.get("title") instanceof String title) {
    draft.set("slug", title.toLowerCase().replaceAll("[^a-z0-9]+", "-"));
  } else {
    throw new Refusal(422, "no_title", "A post needs a title.");
  }
}`;

export type HookState = 'broken' | 'failing' | 'behind' | 'fine' | 'unused';

/** How a handler does: whether it runs at all, loses events, or is behind. */
export function stateOf(hook: Hook): HookState {
  if (hook.error !== null) {
    return 'broken';
  }
  if (hook.dead > 0 || hook.waiting > 0 || hook.missed > 0) {
    return 'failing';
  }
  return hook.backlog > 0 ? 'behind' : hook.calls > 0 ? 'fine' : 'unused';
}

export const TONES: Record<HookState, Tone> = { broken: 'danger', failing: 'danger', behind: 'warning', fine: 'success', unused: 'neutral' };

/** What it waits for, as its annotation says it. */
export function eventOf(hook: Hook): string {
  return hook.targets.length === 0 ? hook.kind : `${hook.kind}(${hook.targets.join(', ')})`;
}

/** The handlers of a kind and a target; an empty one lets all through. */
export function filtered(hooks: readonly Hook[], kind: string, target: string, words: string): Hook[] {
  const parts = words.toLowerCase().split(/\s+/).filter(Boolean);
  return hooks.filter(
    (it) =>
      (kind === '' || it.kind === kind) &&
      (target === '' || it.targets.includes(target) || it.targets.includes('*')) &&
      parts.every((part) => `${it.name} ${it.kind} ${it.targets.join(' ')} ${it.file_path}`.toLowerCase().includes(part)),
  );
}
