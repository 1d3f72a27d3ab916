import type { FilterField, RecordState } from '@/filters/fields';
import type { Condition, FilterJson, FilterNode, Group } from '@/filters/filter';
import { parseFilter } from '@/filters/parseFilter';
import { readNode, type Words } from '@/filters/sentence';
import type { Collection } from './collections';
import type { Options } from './draft';

export const ACTIONS = ['list', 'read', 'create', 'update', 'delete'] as const;
export type Action = (typeof ACTIONS)[number];

export const AUDIENCES = ['public', 'auth', 'owner', 'admin', 'filter'] as const;
/** Who may do something: a word of the API, or those that a condition chooses. */
export type Audience = (typeof AUDIENCES)[number];

export type Rule = Exclude<Audience, 'filter'> | FilterJson;
export type Rules = Partial<Record<Action, Rule>>;

/** The rules that were set. */
export function rulesOf(options: Options): Rules {
  return (options.access ?? {}) as Rules;
}

/** The rules with another one for an action; none is the default. */
export function withRule(rules: Rules, action: Action, rule: Rule | undefined): Rules {
  const { [action]: _, ...others } = rules;
  const next: Rules = rule === undefined ? others : { ...others, [action]: rule };
  // In the order of the actions, so that what was put back is no change.
  return Object.fromEntries(ACTIONS.filter((it) => it in next).map((it) => [it, next[it]]));
}

/** Whether two sets of rules, or two rules, say the same. */
export function areSame(one: Rules | Rule | undefined, other: Rules | Rule | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The rules over those that somebody else has saved meanwhile: what was changed here stays, the rest is theirs. */
export function rebasedRules(rules: Rules, before: Rules, now: Rules): Rules {
  return ACTIONS.reduce((all, it) => withRule(all, it, areSame(rules[it], before[it]) ? now[it] : rules[it]), {} as Rules);
}

/** What holds for an action, which is private where nothing was set. */
export function effective(rules: Rules, action: Action): Rule {
  switch (action) {
    case 'read':
      return rules.read ?? effective(rules, 'list');
    case 'create':
      return rules.create ?? 'auth';
    case 'list':
    case 'update':
    case 'delete':
      return rules[action] ?? 'owner';
  }
}

export function audienceOf(rule: Rule): Audience {
  return typeof rule === 'string' ? rule : 'filter';
}

/** The states of a record that rules of the action can compare; such rules know of changes, too. */
export function statesOf(action: Action): readonly RecordState[] {
  return action === 'update' ? ['old', 'new'] : action === 'create' ? ['new'] : [];
}

function parseRule(rule: FilterJson, action: Action): Group {
  return parseFilter(rule, statesOf(action).length > 0);
}

/** A rule in plain language: "Anyone may list events where status is one of open, cancelled." */
export function readRule(action: Action, rule: Rule, name: string, fields: readonly FilterField[], words: Words): string {
  const verb = words.t(`collections.verb.${action}`);
  if (typeof rule === 'string') {
    return words.t(`collections.sentence.${rule}`, { verb, name });
  }
  const { key, others } = withoutOwn(parseRule(rule, action));
  return words.t(`collections.sentence.${key}`, { verb, name, filter: readNode(others, fields, words) });
}

/** The sentence that fits a condition: one's own records are said by it, all else by the other conditions. */
function withoutOwn(group: Group): { key: string; others: Group } {
  const others = { ...group, parts: group.parts.filter((it) => !isOwn(it)) };
  const whose = canBe(others, true) ? 'anyone' : 'signedIn';
  if (others.parts.length === group.parts.length || group.join === 'none' || group.join === 'notAll') {
    return { key: canBe(group, true) ? 'anyoneWhere' : 'signedInWhere', others: group };
  }
  return { key: others.parts.length === 0 ? 'owner' : group.join === 'all' ? 'ownWhere' : `${whose}WhereAndOwn`, others };
}

function isOwn(node: FilterNode): boolean {
  return node.kind === 'condition' && node.field === 'owner_id' && node.operator === 'eq' && node.value === '$user.id';
}

/** Whether somebody without an account may do it, for all records or some. */
export function opens(rule: Rule, action: Action): boolean {
  return typeof rule === 'string' ? rule === 'public' : canBe(parseRule(rule, action), true);
}

/** The actions that are open to anyone. */
export function publicActions(collection: Pick<Collection, 'options'>): Action[] {
  const rules = rulesOf(collection.options);
  return ACTIONS.filter((action) => opens(effective(rules, action), action));
}

/** Whether a filter can come out so for some record when nobody has logged in; as the server sees it. */
function canBe(node: FilterNode, wanted: boolean): boolean {
  switch (node.kind) {
    case 'raw':
      return true;
    case 'condition':
      return conditionCanBe(node, wanted);
    case 'group': {
      const isNegated = node.join === 'none' || node.join === 'notAll';
      const every = (node.join === 'all' || node.join === 'notAll') === (wanted !== isNegated);
      const parts = node.parts.map((it) => canBe(it, wanted !== isNegated));
      return every ? parts.every(Boolean) : parts.some(Boolean);
    }
  }
}

function conditionCanBe({ field, operator, value }: Condition, wanted: boolean): boolean {
  if (field === '$user.is_admin' && typeof value === 'boolean') {
    return ((operator === 'eq') === !value) === wanted;
  }
  const isNegative = operator === 'ne' || operator === 'nin';
  const needsUser = isUser(field) || isUser(value) || (Array.isArray(value) && value.length > 0 && value.every(isUser));
  return !(needsUser && wanted !== isNegative && operator !== 'is_null');
}

/** A comparison with a variable that stands for nothing never holds. */
function isUser(value: unknown): boolean {
  return value === '$user.id' || value === '$user.email';
}
