import { useQuery } from '@tanstack/vue-query';
import { api, data, type Schemas } from '@/api/client';
import type { Tone } from '@/ui/StatusBadge.vue';

export type ApplicationToken = Schemas['ApplicationToken'];
export type Scope = Schemas['Scope'];

/** From the least to the most that a token may do. */
export const SCOPES: readonly Scope[] = ['records:read', 'records:write', 'functions:call', 'admin'];

export type TokenState = 'valid' | 'inactive' | 'expired';

export const TONES: Record<TokenState, Tone> = { valid: 'success', inactive: 'neutral', expired: 'warning' };

export function stateOf(token: ApplicationToken): TokenState {
  if (token.is_valid) {
    return 'valid';
  }
  return token.is_active ? 'expired' : 'inactive';
}

/** All application tokens, the newest first, without their values. */
export function useTokenList() {
  return useQuery({
    queryKey: ['tokens'],
    queryFn: async () => (await data(api.GET('/api/admin/application-tokens')))?.tokens ?? [],
  });
}
