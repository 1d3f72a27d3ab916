import { Check, Minus } from 'lucide-vue-next';
import { type FunctionalComponent, h, type VNode } from 'vue';
import { i18n } from '@/i18n';
import { exact, relative } from '@/ui/format';
import { type Field, kindOf } from './fields';

/** Longer texts are cut here; the panel shows them whole. */
const MOST = 200;
/** On hover there is more of it. */
const MOST_ON_HOVER = 2000;
const MOST_CHIPS = 4;

const CHIP = 'inline-block max-w-full truncate rounded bg-sunken px-1.5 align-middle text-xs leading-5';

/** A value in a table, in one line. It has no instance of its own, as there are hundreds of them. */
export const CellValue: FunctionalComponent<{ field: Field; value: unknown; emails?: ReadonlyMap<string, string> | undefined }> = ({
  field,
  value,
  emails,
}) => {
  if (value === null || value === undefined) {
    return h('span', { class: 'text-faint', 'aria-label': i18n.global.t('records.null') }, '–');
  }
  if (typeof value === 'string' && value.trim() === '') {
    return h('span', { class: 'whitespace-pre text-faint' }, cut(JSON.stringify(value), MOST));
  }
  switch (kindOf(field)) {
    case 'boolean':
      return tick(value === true);
    case 'datetime':
      return moment(String(value));
    case 'choice':
      return h('span', { class: CHIP, dir: 'auto', title: String(value) }, String(value));
    case 'list':
      return chips(Array.isArray(value) ? value : [value]);
    case 'json':
      return json(value);
    case 'text':
      return text(field, String(value), emails);
    case 'number':
    case 'decimal':
    case 'date':
      return h('span', { title: String(value) }, String(value));
  }
};
CellValue.props = ['field', 'value', 'emails'];

function tick(isTrue: boolean): VNode {
  return isTrue
    ? h(Check, { class: 'inline size-4 text-success', 'aria-label': i18n.global.t('yes') })
    : h(Minus, { class: 'inline size-4 text-faint', 'aria-label': i18n.global.t('no') });
}

function moment(value: string): VNode {
  const language = i18n.global.locale.value;
  return h('time', { datetime: value, title: exact(value, language) }, relative(value, language));
}

function chips(items: unknown[]): VNode {
  const shown = items.slice(0, MOST_CHIPS).map((item) => h('span', { class: `${CHIP} mr-1`, dir: 'auto' }, plain(item)));
  const more = items.length - shown.length;
  return h('span', { title: cut(items.map(plain).join(', '), MOST_ON_HOVER) }, more > 0 ? [...shown, `+${more}`] : shown);
}

/** As large values take long to write, and a table does it for each row whenever it is scrolled. */
const written = new WeakMap<object, string>();

function json(value: unknown): VNode {
  const known = typeof value === 'object' && value !== null ? value : null;
  const text = (known && written.get(known)) ?? cut(JSON.stringify(value), MOST_ON_HOVER);
  if (known !== null) {
    written.set(known, text);
  }
  return h('code', { class: `${CHIP} font-mono`, title: text }, cut(text, MOST));
}

function plain(item: unknown): string {
  return typeof item === 'string' ? item : JSON.stringify(item);
}

function text(field: Field, value: string, emails: ReadonlyMap<string, string> | undefined): VNode {
  const shown = field.name === 'owner_id' ? (emails?.get(value) ?? value) : value;
  const isId = field.format === 'uuid' && shown === value;
  // The text is cut at its own end, which is the left one of some scripts.
  return h('span', { class: ['block truncate text-left', isId ? 'font-mono text-xs' : ''], dir: 'auto', title: cut(value, MOST_ON_HOVER) }, cut(shown, MOST));
}

function cut(value: string, most: number): string {
  return value.length > most ? `${value.slice(0, most)}…` : value;
}
