import { useQuery } from '@tanstack/vue-query';
import { api, data, type Schemas } from '@/api/client';
import type { Tone } from '@/ui/StatusBadge.vue';

export type Extension = Schemas['Extension'];
export type ExtensionPreview = Schemas['ExtensionPreview'];
export type ExtensionSetting = Schemas['ExtensionSetting'];

const MOST = 1000;
const REFRESHED_MS = 10_000;

/** All that are installed, by name. */
export function useExtensions() {
  return useQuery({
    queryKey: ['extensions', 'list'],
    queryFn: () => data(api.GET('/api/admin/extensions', { params: { query: { limit: MOST } } })),
    refetchInterval: REFRESHED_MS,
  });
}

export function toneOf(extension: Extension): Tone {
  return extension.status === 'failed' ? 'danger' : extension.is_enabled ? 'success' : 'neutral';
}
