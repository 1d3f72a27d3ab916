import { useQuery } from '@tanstack/vue-query';
import { computed } from 'vue';
import { api, data } from '@/api/client';

/** So many accounts are known by their e-mail at once; another one is asked for when it is named. */
const MOST = 1000;

/** The accounts that records can belong to. */
export function useOwners() {
  const users = useQuery({
    queryKey: ['users', 'owners'],
    staleTime: 60_000,
    queryFn: () => data(api.GET('/api/admin/users', { params: { query: { limit: MOST } } })),
  });
  const emails = computed(() => new Map(users.data.value?.users.map((user) => [user.id, user.email])));
  return { emails, isLoading: users.isLoading };
}

/** The id of an account; null where there is none of this e-mail. */
export async function userOf(email: string): Promise<string | null> {
  const found = await data(api.GET('/api/admin/users', { params: { query: { email, limit: 1 } } }));
  return found.users[0]?.id ?? null;
}
