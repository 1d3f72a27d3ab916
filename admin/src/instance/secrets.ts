import { useQuery } from '@tanstack/vue-query';
import type { Ref } from 'vue';
import { api, ApiError, data, type Schemas } from '@/api/client';

export type Secret = Schemas['Secret'];

/** Functions whose sources are looked through. */
const MOST_SOURCES = 200;
const AT_ONCE = 6;

/** All secrets by name, without their values. */
export function useSecrets() {
  return useQuery({
    queryKey: ['secrets'],
    queryFn: async () => (await data(api.GET('/api/admin/secrets')))?.secrets ?? [],
  });
}

/** Whether a source asks for a secret by its name, which is written out in the usual case. */
export function names(source: string, secret: string): boolean {
  return source.includes(`"${secret}"`);
}

/** The functions whose sources name a secret; the sources of extensions are not given. */
export function useReaders(secret: Ref<string>) {
  return useQuery({
    queryKey: ['functions', 'secret', secret],
    queryFn: async ({ signal }) => {
      const functions = (await data(api.GET('/api/functions/admin/list', { signal }))) ?? [];
      const left = functions.filter((it) => it.extension === null).map((it) => it.name).slice(0, MOST_SOURCES);
      const found: string[] = [];
      const work = async () => {
        for (let name = left.shift(); name !== undefined; name = left.shift()) {
          if (names(await source(name, signal), secret.value)) {
            found.push(name);
          }
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
      return found.sort();
    },
    staleTime: 60_000,
  });
}

/** Nothing for functions that are gone by now. */
async function source(name: string, signal: AbortSignal): Promise<string> {
  try {
    const path = { function_name: name };
    const found = await data(api.GET('/api/admin/functions/{function_name}/source', { params: { path }, signal }));
    return found?.content ?? '';
  } catch (failure) {
    if (failure instanceof ApiError && failure.status === 404) {
      return '';
    }
    throw failure;
  }
}
