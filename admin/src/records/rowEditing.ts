import { useMutation } from '@tanstack/vue-query';
import { computed, shallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { ApiError } from '@/api/client';
import { done, failed } from '@/ui/toasts';
import { changedNames, changes, type Draft, draftOf, type FieldText, InvalidValue, textOf, valueOf } from './draft';
import type { Field } from './fields';
import { getRecord, type RecordOf, updateRecord, type VersionedRecord } from './records';

/** A row whose cells are written in. */
export interface RowEdit {
  record: RecordOf;
  /** The field whose cell has the cursor. */
  column: string;
  /** What was written, by field. */
  values: Draft;
  errors: Record<string, string>;
  /** The record as the server had it when the row was begun with. */
  version: Promise<VersionedRecord>;
  /** What the cell begins with in place of its value. */
  typed: string | null;
}

/** Somebody else has saved the row meanwhile. */
export interface RowConflict {
  base: RecordOf;
  theirs: VersionedRecord;
  draft: Draft;
  changed: string[];
}

/**
 * Writes in cells of one row at a time. What was written in them is saved together when the row is
 * left, and can be undone for as long as the message about it is shown.
 *
 * @param replaced shows a record as it has become
 */
export function useRowEditing(collection: string, fields: () => readonly Field[], replaced: (record: RecordOf) => void) {
  const { t } = useI18n();
  const edit = shallowRef<RowEdit | null>(null);
  const conflict = shallowRef<RowConflict | null>(null);

  async function begin(record: RecordOf, column: string, typed: string | null = null) {
    if (edit.value?.record.id === record.id) {
      edit.value = { ...edit.value, column, typed };
      return;
    }
    if (edit.value !== null && !(await save())) {
      return;
    }
    const version = getRecord(collection, record.id);
    version.then((now) => replaced(now.record)).catch(() => undefined);
    edit.value = { record, column, values: {}, errors: {}, version, typed };
  }

  function textAt(record: RecordOf, field: Field): FieldText {
    const written = edit.value?.record.id === record.id ? edit.value.values : {};
    return field.name in written ? written[field.name] : textOf(field, record.data[field.name]);
  }

  function write(column: string, text: FieldText) {
    const now = edit.value;
    if (now !== null) {
      edit.value = { ...now, values: { ...now.values, [column]: text } };
    }
  }

  function cancel() {
    edit.value = null;
  }

  const saving = useMutation({
    mutationFn: async (now: RowEdit) => {
      const all = [...fields()];
      const version = await now.version;
      const before = draftOf(all, version.record.data);
      const draft = { ...before, ...now.values };
      const names = changedNames(draft, before);
      if (names.length === 0) {
        return null;
      }
      const next = await updateRecord(collection, now.record.id, version.etag, { data: changes(all, draft, before) });
      return { next, undone: Object.fromEntries(names.map((name) => [name, version.record.data[name] ?? null])) };
    },
    onSuccess: (saved) => {
      if (saved !== null) {
        replaced(saved.next.record);
        done(t('records.saved'), { title: t('undo'), run: () => undo(saved.next, saved.undone) });
      }
    },
    onError: refused,
  });

  /** The save that is under way, for which whoever begins with another row waits. */
  let underWay: Promise<boolean> | null = null;

  /** Whether nothing is left to be saved. */
  function save(): Promise<boolean> {
    underWay ??= send().finally(() => (underWay = null));
    return underWay;
  }

  async function send(): Promise<boolean> {
    const now = edit.value;
    if (now === null) {
      return true;
    }
    try {
      await saving.mutateAsync(now);
    } catch {
      return false;
    }
    // Another row may have been begun while this one was sent.
    edit.value = edit.value?.record.id === now.record.id ? null : edit.value;
    return true;
  }

  async function refused(failure: unknown, now: RowEdit) {
    const errors =
      failure instanceof InvalidValue
        ? { [failure.field]: t(`records.invalid.${failure.reason}`) }
        : failure instanceof ApiError
          ? failure.fields
          : {};
    const column = Object.keys(errors).find((name) => fields().some((field) => field.name === name));
    if (failure instanceof ApiError && failure.status === 412) {
      await ask(now);
    } else if (column !== undefined) {
      edit.value = { ...now, column, errors, typed: null };
    } else {
      failed(failure);
    }
  }

  async function ask(now: RowEdit) {
    const [base, theirs] = await Promise.all([now.version, getRecord(collection, now.record.id)]);
    const draft = { ...draftOf([...fields()], base.record.data), ...now.values };
    conflict.value = { base: base.record, theirs, draft, changed: Object.keys(now.values) };
  }

  /** Saves some of one's own values on top of their version. */
  async function settle(mine: string[]) {
    const now = edit.value;
    const other = conflict.value;
    conflict.value = null;
    if (now !== null && other !== null) {
      replaced(other.theirs.record);
      const values = Object.fromEntries(mine.map((name) => [name, now.values[name]]));
      edit.value = { ...now, values, errors: {}, version: Promise.resolve(other.theirs) };
      await save();
    }
  }

  async function undo(version: VersionedRecord, values: Record<string, unknown>) {
    try {
      replaced((await updateRecord(collection, version.record.id, version.etag, { data: values })).record);
      done(t('records.undone'));
    } catch (failure) {
      failed(failure);
    }
  }

  /** A record with what was written into its row. */
  function shown(record: RecordOf): RecordOf {
    const now = edit.value;
    if (now?.record.id !== record.id) {
      return record;
    }
    const written = fields().filter((field) => field.name in now.values);
    return { ...record, data: { ...record.data, ...Object.fromEntries(written.map((field) => [field.name, looseValue(field, now.values[field.name])])) } };
  }

  const isSaving = computed(() => saving.isPending.value);
  return { edit, conflict, isSaving, begin, textAt, write, cancel, save, settle, shown };
}

function looseValue(field: Field, text: FieldText): unknown {
  try {
    return valueOf(field, text);
  } catch {
    return text;
  }
}

export type RowEditing = ReturnType<typeof useRowEditing>;
