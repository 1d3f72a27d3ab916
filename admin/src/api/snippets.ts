/** A request as somebody would write it down: its path begins with a slash and has no query. */
export interface ApiRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  query?: Record<string, string | number | boolean | undefined>;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  body?: unknown;
  /** The name of a file that is sent as it is; its type is a header. */
  file?: string;
  /** Goes without a token. */
  anonymous?: boolean;
}

export type SnippetLanguage = 'curl' | 'typescript' | 'java';

/** The request in a language, with the token taken from where people keep theirs. */
export function snippet(language: SnippetLanguage, base: string, request: ApiRequest): string {
  switch (language) {
    case 'curl':
      return curl(base, request);
    case 'typescript':
      return typescript(base, request);
    case 'java':
      return java(base, request);
  }
}

function queryOf(request: ApiRequest): [string, string][] {
  return Object.entries(request.query ?? {}).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
}

function urlOf(base: string, request: ApiRequest): string {
  const query = new URLSearchParams(queryOf(request)).toString();
  return `${base}${request.path}${query === '' ? '' : `?${query}`}`;
}

/** Whether somebody can read the query as it stands in a URL. */
function isPlain(request: ApiRequest): boolean {
  return queryOf(request).every(([, value]) => /^[\w.,:-]*$/.test(value));
}

function headersOf(request: ApiRequest): [string, string][] {
  const type: [string, string][] = request.body === undefined ? [] : [['Content-Type', 'application/json']];
  return [...type, ...Object.entries(request.headers ?? {})];
}

function curl(base: string, request: ApiRequest): string {
  const readable = request.method === 'GET' && !isPlain(request);
  const lines = [readable ? `curl -G ${shell(base + request.path)}` : `curl ${shell(urlOf(base, request))}`];
  if (readable) {
    lines.push(...queryOf(request).map(([name, value]) => `--data-urlencode ${shell(`${name}=${value}`)}`));
  }
  if (request.method !== 'GET') {
    lines.push(`-X ${request.method}`);
  }
  if (!request.anonymous) {
    lines.push('-H "Authorization: Bearer $TINYBASE_TOKEN"');
  }
  lines.push(...headersOf(request).map(([name, value]) => `-H ${shell(`${name}: ${value}`)}`));
  if (request.body !== undefined) {
    lines.push(`-d ${shell(JSON.stringify(request.body))}`);
  }
  if (request.file !== undefined) {
    lines.push(`--data-binary ${shell(`@${request.file}`)}`);
  }
  return lines.join(' \\\n  ');
}

/** A text that a POSIX shell takes as it is. */
function shell(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function typescript(base: string, request: ApiRequest): string {
  const headers = headersOf(request).map(([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)},\n`);
  const file = request.file === undefined ? '' : `  body: await openAsBlob(${JSON.stringify(request.file)}), // of node:fs\n`;
  const body =
    request.body === undefined
      ? file
      : `  body: JSON.stringify(${JSON.stringify(request.body, null, 2).replaceAll('\n', '\n  ')}),\n`;
  const token = request.anonymous ? '' : '    Authorization: `Bearer ${token}`,\n';
  const options = `  method: '${request.method}',\n  headers: {\n${token}${headers.join('')}  },\n${body}`;
  const result = request.method === 'DELETE' ? '' : '\nconst result = await response.json();';
  const query = isPlain(request)
    ? ''
    : `const query = new URLSearchParams(${JSON.stringify(Object.fromEntries(queryOf(request)), null, 2)});\n`;
  const url = query === '' ? JSON.stringify(urlOf(base, request)) : `${JSON.stringify(`${base}${request.path}?`)} + query`;
  return `${query}const response = await fetch(${url}, {\n${options}});\nif (!response.ok) throw new Error((await response.json()).detail);${result}`;
}

function java(base: string, request: ApiRequest): string {
  const headers = headersOf(request).map(([name, value]) => `    .header(${literal(name)}, ${literal(value)})\n`);
  const file = request.file === undefined ? 'BodyPublishers.noBody()' : `BodyPublishers.ofFile(Path.of(${literal(request.file)}))`;
  const body =
    request.body === undefined ? file : `BodyPublishers.ofString(${literal(JSON.stringify(request.body))})`;
  const token = request.anonymous ? '' : '    .header("Authorization", "Bearer " + token)\n';
  return (
    `var request = HttpRequest.newBuilder(URI.create(${literal(urlOf(base, request))}))\n` +
    `${token}${headers.join('')}` +
    `    .method("${request.method}", ${body})\n    .build();\n` +
    'var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());'
  );
}

/** A string of Java; JSON's escapes are some of Java's. */
function literal(text: string): string {
  return JSON.stringify(text);
}
