import { useQuery } from '@tanstack/vue-query';
import { api, data, type Schemas } from '@/api/client';

export type Collection = Schemas['Collection'];

/** All collections, by name. */
export function useCollections() {
  return useQuery({
    queryKey: ['collections'],
    queryFn: () => data(api.GET('/api/collections')),
  });
}
