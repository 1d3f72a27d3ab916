import { computed, ref, shallowRef, watch } from 'vue';
import { useI18n } from 'vue-i18n';
import { keepDraft, savedDraft } from '@/ui/savedDraft';
import { done } from '@/ui/toasts';
import { type Collection, useCollection } from './collections';

/** What is edited, and the collection that it was begun on; a later version of the server is no other base. */
interface Editing<D> {
  draft: D;
  base: Collection;
}

/** How one kind of draft is made of a collection; drafts are replaced, never changed. */
export interface DraftKind<D> {
  /** Under this name drafts are kept. */
  kind: string;
  of: (collection: Collection) => D;
  isChanged: (draft: D, base: Collection) => boolean;
  /** The draft over what somebody else has saved meanwhile. */
  rebased: (draft: D, before: Collection, now: Collection) => D;
}

/** The changes to a collection from the first one until they are saved: they survive a reload and what others save. */
export function useCollectionEditor<D>(name: () => string, { kind, of, isChanged, rebased }: DraftKind<D>) {
  const { t } = useI18n();
  const collection = useCollection(name);
  const editing = shallowRef<Editing<D> | null>(null);
  /** What the server has said against it, by place. */
  const errors = ref<Record<string, string>>({});
  const changed = computed(() => editing.value !== null && isChanged(editing.value.draft, editing.value.base));

  watch(
    [name, collection.data],
    ([asked, now], [before]) => {
      if (asked !== before) {
        editing.value = null;
      }
      if (now?.name !== asked) {
        return;
      }
      const saved = editing.value === null ? savedDraft<Editing<D>>(`${kind}.${asked}`) : null;
      if (saved !== null && saved.base.id === now.id) {
        editing.value = saved;
        done(t('collections.review.restored'));
      } else if (!changed.value) {
        begin(now);
      }
    },
    { immediate: true },
  );

  function begin(base: Collection) {
    errors.value = {};
    editing.value = { draft: of(base), base };
  }

  function keep() {
    keepDraft(`${kind}.${name()}`, changed.value ? editing.value : null);
  }

  function edit(draft: D) {
    if (editing.value !== null) {
      editing.value = { ...editing.value, draft };
      keep();
    }
  }

  /** Begins anew, on what was saved. */
  function saved(now: Collection) {
    begin(now);
    keep();
  }

  function discard() {
    const now = collection.data.value;
    if (now !== undefined) {
      saved(now);
      done(t('collections.review.discarded'));
    }
  }

  /** Somebody else has saved: their version is the new base, the changes stay. */
  async function rebase() {
    const now = (await collection.refetch()).data;
    if (now !== undefined && editing.value !== null) {
      const { draft, base } = editing.value;
      editing.value = { draft: rebased(draft, base, now), base: now };
      keep();
    }
  }

  return {
    collection,
    draft: computed(() => editing.value?.draft ?? null),
    base: computed(() => editing.value?.base ?? null),
    errors,
    changed,
    edit,
    saved,
    discard,
    rebase,
  };
}

/** Without the type of the draft, for what shows and saves the changes. */
export type CollectionEditor = Omit<ReturnType<typeof useCollectionEditor>, 'draft' | 'edit'>;
