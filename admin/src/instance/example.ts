import { levelOf, type Member } from '@/ui/schemaShape';
import { initial } from '@/ui/schemaValue';

const MOST_MEMBERS = 12;
const MOST_LEVELS = 5;

const TEXTS: Record<string, string> = {
  email: 'ada@example.com',
  uri: 'https://example.com',
  url: 'https://example.com',
  uuid: '01890a5d-ac96-774b-bcce-b302099a8057',
  date: '2026-01-31',
  'date-time': '2026-01-31T12:00:00Z',
  time: '12:00:00',
  slug: 'a-slug',
};

/** A value that a JSON Schema takes, as far as can be told by its words: to be written into a request. */
export function exampleOf(schema: unknown, root: unknown = schema, level = 0): unknown {
  const given = initial(schema, root, false);
  if (given !== undefined) {
    return given;
  }
  const { shape, limits } = levelOf(schema, root);
  switch (shape.kind) {
    case 'text':
      return TEXTS[shape.format] ?? 'text';
    case 'number':
      return limits.min ?? 1;
    case 'boolean':
      return true;
    case 'choice':
      return shape.values[0];
    case 'constant':
      return shape.value;
    case 'group':
      return group(shape.members, root, level);
    case 'chips':
      return [shape.numbers ? 1 : 'text'];
    case 'list':
      return level < MOST_LEVELS ? [exampleOf(shape.item, root, level + 1)] : [];
    case 'union':
      return shape.cases.length > 0 && level < MOST_LEVELS ? exampleOf(shape.cases[0]?.schema, root, level + 1) : null;
    case 'json':
      return {};
  }
}

/** What must be there at first; deeper down nothing else. */
function group(members: Member[], root: unknown, level: number): Record<string, unknown> {
  if (level >= MOST_LEVELS) {
    return {};
  }
  const required = members.filter((it) => it.required);
  const others = members.filter((it) => !it.required);
  const shown = level === 0 || required.length === 0 ? [...required, ...others] : required;
  return Object.fromEntries(shown.slice(0, MOST_MEMBERS).map((it) => [it.name, exampleOf(it.schema, root, level + 1)]));
}
