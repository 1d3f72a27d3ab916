import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query';
import { computed, onBeforeUnmount, ref, shallowRef, watch } from 'vue';
import { useI18n } from 'vue-i18n';
import { ApiError } from '@/api/client';
import type { Collection } from '@/collections/collections';
import { useEventListener } from '@/ui/dom';
import { done, failed } from '@/ui/toasts';
import { changedNames, changes, type Draft, draftOf, InvalidValue } from './draft';
import { createRecord, getRecord, type RecordOf, refreshRecords, updateRecord, type VersionedRecord } from './records';
import { dropDraft, findDraft, keepDraft, type SavedDraft } from './savedDrafts';

const KEEP_MS = 400;

/**
 * The form of one record, or of a new one: what was written, what is wrong with it, and whether
 * somebody else was faster.
 *
 * @param id null for a new record
 * @param template the record whose values a new one begins with
 */
export function useRecordForm(collection: Collection, id: string | null, template: string | null) {
  const { t } = useI18n();
  const queries = useQueryClient();
  const fields = collection.schema.fields;
  const draft = ref<Draft>(draftOf(fields, {}));
  const before = shallowRef<Draft>(draftOf(fields, {}));
  const errors = ref<Record<string, string>>({});
  /** The version that the form began with. */
  const base = shallowRef<VersionedRecord | null>(null);
  /** What somebody else has saved meanwhile. */
  const theirs = shallowRef<VersionedRecord | null>(null);
  /** What was written earlier and never saved. */
  const offered = shallowRef<SavedDraft | null>(null);

  const source = id ?? template;
  const stored = useQuery({
    queryKey: ['record', collection.name, source],
    enabled: source !== null,
    gcTime: 0,
    // What is being written on is not replaced.
    staleTime: Infinity,
    queryFn: () => getRecord(collection.name, source!),
  });
  watch(stored.data, (now) => now && (id === null ? copy(now.record) : begin(now)), { immediate: true });
  const changed = computed(() => changedNames(draft.value, before.value));

  function begin(version: VersionedRecord) {
    base.value = version;
    before.value = draftOf(fields, version.record.data);
    draft.value = { ...before.value };
    errors.value = {};
    theirs.value = null;
    offer();
  }

  /** What must be unique is left for the person to write. */
  function copy(record: RecordOf) {
    const copied = fields.filter((field) => !field.unique);
    draft.value = { ...before.value, ...draftOf(copied, record.data) };
  }

  function offer() {
    const saved = findDraft(collection.name, id);
    const known = Object.entries(saved?.values ?? {}).filter(([name, text]) => name in before.value && text !== before.value[name]);
    offered.value = saved === null || known.length === 0 ? null : { at: saved.at, values: Object.fromEntries(known) };
  }

  function restore() {
    draft.value = { ...draft.value, ...offered.value?.values };
    offered.value = null;
  }

  function discard() {
    offered.value = null;
    dropDraft(collection.name, id);
    draft.value = { ...before.value };
  }

  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Hidden fields are not kept: they may hold what nobody should find in a browser. */
  function keep() {
    timer = undefined;
    const kept = fields.filter((field) => !field.hidden && changed.value.includes(field.name)).map((field) => field.name);
    if (kept.length > 0) {
      keepDraft(collection.name, id, Object.fromEntries(kept.map((name) => [name, draft.value[name]])));
    } else if (offered.value === null) {
      dropDraft(collection.name, id);
    }
  }
  watch(draft, () => {
    clearTimeout(timer);
    timer = setTimeout(keep, KEEP_MS);
  }, { deep: true });
  /** What was written just before the page is left is kept, too. */
  function flush() {
    if (timer !== undefined) {
      clearTimeout(timer);
      keep();
    }
  }
  onBeforeUnmount(flush);
  useEventListener('pagehide', flush);

  /** What is saved; whatever differs from it was written meanwhile. */
  let sent: Draft = {};

  async function send(): Promise<VersionedRecord> {
    sent = { ...draft.value };
    const values = changes(fields, draft.value, before.value);
    if (id === null) {
      return { record: await createRecord(collection.name, { data: values }), etag: '' };
    }
    return updateRecord(collection.name, id, base.value?.etag ?? '', { data: values });
  }

  const saving = useMutation({
    mutationFn: send,
    onSuccess: (version) => {
      const written = changedNames(draft.value, sent).map((name) => [name, draft.value[name]]);
      clearTimeout(timer);
      dropDraft(collection.name, id);
      begin(version);
      draft.value = { ...draft.value, ...Object.fromEntries(written) };
      done(t(id === null ? 'records.made' : 'records.saved'));
      // Nobody waits for the table: what is done in the panel meanwhile would be lost when it closes.
      void refreshRecords(queries, collection.name);
    },
    onError: refused,
  });

  async function refused(failure: unknown) {
    errors.value = {};
    if (failure instanceof InvalidValue) {
      errors.value = { [failure.field]: t(`records.invalid.${failure.reason}`) };
    } else if (failure instanceof ApiError && failure.status === 412 && id !== null) {
      theirs.value = await getRecord(collection.name, id).catch((gone: unknown) => (failed(gone), null));
    } else if (failure instanceof ApiError && Object.keys(failure.fields).some((name) => name in draft.value)) {
      errors.value = failure.fields;
    } else {
      failed(failure);
    }
  }

  /** Goes on from their version, with some of one's own values on top of it. */
  function settle(mine: string[]) {
    const kept = Object.fromEntries(mine.map((name) => [name, draft.value[name]]));
    begin(theirs.value!);
    offered.value = null;
    draft.value = { ...draft.value, ...kept };
  }

  offer();
  return { fields, draft, before, errors, base, theirs, offered, stored, changed, saving, begin, restore, discard, settle };
}

export type RecordForm = ReturnType<typeof useRecordForm>;
