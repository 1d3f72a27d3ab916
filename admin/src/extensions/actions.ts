import { useMutation, useQueryClient } from '@tanstack/vue-query';
import { useI18n } from 'vue-i18n';
import { api, data } from '@/api/client';
import { done, failed } from '@/ui/toasts';
import type { Extension } from './extensions';

const LISTS = ['extensions', 'hooks', 'schedules', 'functions', 'collections'];

/** The key of queries for settings, before the extension's name. */
export const SETTINGS = 'extension-settings';

/** What can be done with an extension from its row and its panel. */
export function useExtensionActions() {
  const { t } = useI18n();
  const queries = useQueryClient();

  /** Its hooks, schedules and functions come and go with it; its settings may be others. */
  function refresh(keys: readonly string[] = [...LISTS, SETTINGS]) {
    return Promise.all(keys.map((key) => queries.invalidateQueries({ queryKey: [key] })));
  }

  const turn = useMutation({
    mutationFn: (extension: Extension) =>
      data(
        api.PATCH('/api/admin/extensions/{extension_name}', {
          params: { path: { extension_name: extension.name } },
          body: { is_enabled: !extension.is_enabled },
        }),
      ),
    onSuccess: async (now) => {
      done(t(now.is_enabled ? 'extensions.enabledNow' : 'extensions.disabledNow', { name: now.name }));
      await refresh();
    },
    onError: failed,
  });
  const uninstall = useMutation({
    mutationFn: ({ name, dropCollections }: { name: string; dropCollections: boolean }) =>
      api.DELETE('/api/admin/extensions/{extension_name}', {
        params: { path: { extension_name: name }, query: { drop_collections: dropCollections } },
      }),
    onSuccess: async (_, { name }) => {
      done(t('extensions.uninstalled', { name }));
      await refresh(LISTS); // the settings are gone, but perhaps still shown
    },
    onError: failed,
  });
  return { turn, uninstall, refresh };
}
