import { useQuery } from '@tanstack/vue-query';
import { api, ApiError, data, type Schemas } from '@/api/client';
import type { CodeProblem } from '@/ui/code';
import { failed } from '@/ui/toasts';

export type FunctionItem = Schemas['AdminFunction'];
export type Figures = Schemas['FunctionFigures'];
export type Version = Schemas['FunctionVersion'];
export type Diagnostic = Schemas['FunctionDiagnostic'];

const LIVE_MS = 10_000;
const MOST_VERSIONS = 1000;

export function useFunctions() {
  return useQuery({ queryKey: ['functions', 'list'], queryFn: () => data(api.GET('/api/functions/admin/list')) });
}

/** Figures of the last 24 hours, by function. */
export function useFigures() {
  return useQuery({
    queryKey: ['functions', 'figures'],
    refetchInterval: LIVE_MS,
    queryFn: () => data(api.GET('/api/admin/functions/metrics', { params: { query: { hours: 24 } } })),
  });
}

/** Files with errors. */
export function useFailures() {
  return useQuery({
    queryKey: ['functions', 'failures'],
    refetchInterval: LIVE_MS,
    queryFn: async () => (await data(api.GET('/api/admin/functions/failures'))).failures,
  });
}

export function useVersions(name: () => string) {
  return useQuery({
    queryKey: ['functions', 'versions', name],
    // A file of the folder has none, which is no error.
    retry: false,
    queryFn: () =>
      data(api.GET('/api/admin/functions/{function_name}/versions', { params: { path: { function_name: name() }, query: { limit: MOST_VERSIONS } } })),
  });
}

/** The text of a version. */
export function sourceOf(name: string, version: string) {
  return data(
    api.GET('/api/admin/functions/{function_name}/versions/{version_id}/source', {
      params: { path: { function_name: name, version_id: version } },
    }),
  );
}

/** The text that runs. */
export function activeSource(name: string) {
  return data(api.GET('/api/admin/functions/{function_name}/source', { params: { path: { function_name: name } } }));
}

/** The methods by which it can be called here, the usual one first. */
export function methodsOf(it: FunctionItem) {
  return (['POST', 'GET'] as const).filter((method) => it.methods.includes(method));
}

export type Origin = 'file' | 'deployed' | 'extension';

export function originOf(it: FunctionItem): Origin {
  if (it.extension !== null) {
    return 'extension';
  }
  return it.version_id === null ? 'file' : 'deployed';
}

/** What the compiler says of a deployment that was refused; another failure is told here. */
export function diagnosticsOrFailed(failure: unknown): Diagnostic[] {
  const diagnostics = failure instanceof ApiError ? failure.diagnostics : [];
  if (diagnostics.length === 0) {
    failed(failure);
  }
  return diagnostics;
}

/** What is wrong in a file, as editors mark it; the whole file is meant by its first line. */
export function problemsIn(file: string, diagnostics: Diagnostic[]): CodeProblem[] {
  return diagnostics
    .filter((it) => it.file === file || it.file.endsWith(`/${file}`))
    .map((it) => ({ line: Math.max(it.line, 1), column: Math.max(it.column, 1), message: it.message, severity: 'error' }));
}

/** The name of a function that a file is to hold: letters, digits and underscores. */
export const NAME = /^[a-z][a-z0-9_]*$/;

/** A function to begin with. */
export function template(name: string): string {
  const method = name.replace(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return `import dev.tinybase.sdk.*;

record Input(String name) {}

record Output(String text) {}

@Register(name = "${name}", description = "Greets somebody", auth = Auth.AUTH)
Output ${method}(Context ctx, Input input) {
  ctx.log().info("greeting {}", input.name());
  return new Output("Hello, " + input.name() + ".");
}
`;
}
