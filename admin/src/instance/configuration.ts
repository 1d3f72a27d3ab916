import { useQuery } from '@tanstack/vue-query';
import { api, data } from '@/api/client';

/** The settings that the server runs on. */
export function useConfiguration() {
  return useQuery({ queryKey: ['configuration'], queryFn: () => data(api.GET('/api/admin/configuration')) });
}
