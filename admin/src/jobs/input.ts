/** What is wrong with one member of a body, by the paths within it: `input_data.rows.0.sum` is at `rows[0].sum`. */
export function errorsOf(errors: Record<string, string>, member: string): Record<string, string> {
  const below = Object.entries(errors).filter(([path]) => path === member || path.startsWith(`${member}.`));
  return Object.fromEntries(
    below.map(([path, message]) => [path.slice(member.length + 1).replaceAll(/(^|\.)(\d+)(?=\.|$)/g, '[$2]'), message]),
  );
}
