import { isObject } from './typedJson';

/** What a JSON Schema (2020-12) says at one place. Schemas may hold themselves: a level is read at a time. */
export type Keywords = Record<string, unknown>;

/** Schemas that refer to each other in a circle without ever saying anything. */
const MOST_REFERENCES = 32;

/** The schema with what it refers to and all of its parts in one. */
export function resolved(schema: unknown, root: unknown): Keywords {
  let keywords = keywordsOf(schema);
  for (let count = 0; typeof keywords['$ref'] === 'string' && count < MOST_REFERENCES; count++) {
    const { $ref: reference, ...rest } = keywords;
    keywords = joined(keywordsOf(pointedTo(root, String(reference))), rest);
  }
  const { allOf: parts, ...rest } = keywords;
  return Array.isArray(parts) ? parts.reduce<Keywords>((all, part) => joined(all, resolved(part, root)), rest) : keywords;
}

/** Both, where the second may say more about the properties of the first. */
function joined(first: Keywords, second: Keywords): Keywords {
  const both: Keywords = { ...first, ...second };
  if (first['properties'] !== undefined && second['properties'] !== undefined) {
    both['properties'] = { ...keywordsOf(first['properties']), ...keywordsOf(second['properties']) };
  }
  if (Array.isArray(first['required']) && Array.isArray(second['required'])) {
    both['required'] = [...new Set([...first['required'], ...second['required']])];
  }
  return both;
}

/** What a pointer of the same document points to. */
function pointedTo(root: unknown, reference: string): unknown {
  const steps = reference.replace(/^#\/?/, '').split('/').filter((step) => step !== '');
  return steps.reduce<unknown>((here, step) => {
    const name = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
    return keywordsOf(here)[name];
  }, root);
}

/** Takes null out of what is allowed, in all the ways in which it can be said. */
export function withoutNull(keywords: Keywords, root: unknown): { keywords: Keywords; nullable: boolean } {
  const types = keywords['type'];
  if (Array.isArray(types) && types.includes('null')) {
    const rest = types.filter((type) => type !== 'null');
    return { keywords: { ...keywords, type: rest.length === 1 ? rest[0] : rest }, nullable: true };
  }
  const cases = casesOf(keywords);
  const others = cases.filter((one) => keywordsOf(one)['type'] !== 'null');
  if (others.length === cases.length) {
    return { keywords, nullable: keywords['nullable'] === true };
  }
  const { anyOf: _anyOf, oneOf: _oneOf, ...rest } = keywords;
  return {
    keywords: others.length === 1 ? joined(resolved(others[0], root), rest) : { ...rest, oneOf: others },
    nullable: true,
  };
}

export function casesOf(keywords: Keywords): unknown[] {
  const cases = keywords['oneOf'] ?? keywords['anyOf'];
  return Array.isArray(cases) ? cases : [];
}

export function keywordsOf(schema: unknown): Keywords {
  return isObject(schema) ? schema : {};
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function number(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
