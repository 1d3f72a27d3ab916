/** Something that the palette goes to or does. */
export interface Command {
  /** Unique among all commands. */
  key: string;
  title: string;
  /** What kind of thing it is. */
  hint: string;
  run: () => unknown;
}

/** So many are shown at once. */
const MOST = 50;

/** Those in whose title all words are, in any case; titles that begin with the first word come first. */
export function matching(commands: readonly Command[], text: string): Command[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = commands.filter(({ title }) => words.every((word) => title.toLowerCase().includes(word)));
  const first = words[0] ?? '';
  const begins = ({ title }: Command) => title.toLowerCase().startsWith(first);
  return [...found.filter(begins), ...found.filter((it) => !begins(it))].slice(0, MOST);
}
