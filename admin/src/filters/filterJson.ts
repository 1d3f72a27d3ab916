import { type Condition, type FilterJson, type FilterNode, type Group, isComplete, isPlainObject } from './filter';

/** The JSON of a filter; conditions that nobody has finished are left out. Null without any. */
export function filterJson(node: FilterNode): FilterJson | null {
  switch (node.kind) {
    case 'raw':
      return node.json;
    case 'condition':
      return isComplete(node) ? conditionJson(node) : null;
    case 'group':
      return groupJson(node);
  }
}

function groupJson(group: Group): FilterJson | null {
  const parts = group.parts.map(filterJson).filter((it) => it !== null);
  if (parts.length === 0) {
    return null;
  }
  switch (group.join) {
    case 'all':
      return joined(parts);
    case 'any':
      return parts.length === 1 ? parts[0]! : { or: parts };
    case 'none':
      return { not: parts.length === 1 ? parts[0]! : { or: parts } };
    case 'notAll':
      return { not: joined(parts) };
  }
}

/** All parts in one object as far as their keys allow it, the others under `and`. */
function joined(parts: FilterJson[]): FilterJson {
  if (parts.length === 1) {
    return parts[0]!;
  }
  const whole: FilterJson = {};
  const others: FilterJson[] = [];
  for (const part of parts) {
    if (!Object.entries(part).every(([key, value]) => fits(whole, key, value))) {
      others.push(part);
      continue;
    }
    for (const [key, value] of Object.entries(part)) {
      const there = whole[key];
      whole[key] = isPlainObject(there) && isPlainObject(value) ? merged(there, value) : value;
    }
  }
  return others.length === 0 ? whole : { ...whole, and: others };
}

function fits(whole: FilterJson, key: string, value: unknown): boolean {
  if (key === 'and' || key === 'or' || key === 'not' || key === 'exists') {
    return key !== 'and' && !(key in whole);
  }
  return !(key in whole) || mergeable(whole[key], value);
}

/** Whether operators on one field, or comparisons of one length, are different ones. */
function mergeable(one: unknown, other: unknown): boolean {
  return (
    isPlainObject(one) &&
    isPlainObject(other) &&
    Object.entries(other).every(([key, value]) => !(key in one) || (key === 'length' && mergeable(one[key], value)))
  );
}

function merged(one: FilterJson, other: FilterJson): FilterJson {
  const result: FilterJson = { ...one };
  for (const [key, value] of Object.entries(other)) {
    const there = result[key];
    result[key] = isPlainObject(there) && isPlainObject(value) ? { ...there, ...value } : value;
  }
  return result;
}

function conditionJson({ field, operator, value }: Condition): FilterJson {
  switch (operator) {
    case 'eq':
      // Beside "changed", a text would be taken for the name of a field that has changed.
      return { [field]: field === 'changed' || isPlainObject(value) ? { eq: value } : value };
    case 'changed':
      return { changed: field };
    case 'is_null':
    case 'not_null':
      return { [field]: { null: operator === 'is_null' } };
    case 'length':
      return { [field]: { length: value } };
    case 'length_ne':
    case 'length_gt':
    case 'length_gte':
    case 'length_lt':
    case 'length_lte':
      return { [field]: { length: { [operator.slice('length_'.length)]: value } } };
    default:
      return { [field]: { [operator]: value } };
  }
}
