import { useQuery } from '@tanstack/vue-query';
import { computed, ref, type Ref, watch } from 'vue';
import { useI18n } from 'vue-i18n';
import { type RouteLocationRaw, useRouter } from 'vue-router';
import { api, data } from '@/api/client';
import { useCollections } from '@/collections/collections';
import { theme } from '@/ui/theme';
import { type Command, matching } from './commands';
import { HOME, NAVIGATION } from './navigation';
import { recentPlaces } from './recentPlaces';
import { collectionsWith, isRecordId } from './recordLookup';

const USERS = 5;
const PAUSE_MS = 150;
const THINGS = 1000;

/** The commands that fit what was typed; those that the server must find come a moment later. */
export function useCommands(words: Ref<string>, isOpen: Ref<boolean>, showKeys: () => void) {
  const router = useRouter();
  const { t } = useI18n();
  const collections = useCollections();
  const typed = computed(() => words.value.trim());
  /** What the server is asked for, when somebody pauses. */
  const asked = ref('');
  let pause: ReturnType<typeof setTimeout> | undefined;
  watch(typed, (now) => {
    clearTimeout(pause);
    pause = setTimeout(() => (asked.value = now), PAUSE_MS);
  });

  const functions = useQuery({
    queryKey: ['functions', 'names'],
    enabled: isOpen,
    queryFn: () => data(api.GET('/api/functions')),
  });
  const schedules = useQuery({
    queryKey: ['schedules', 'names'],
    enabled: isOpen,
    queryFn: () => data(api.GET('/api/admin/schedules', { params: { query: { limit: THINGS } } })),
  });
  const users = useQuery({
    queryKey: ['users', 'found', asked],
    enabled: computed(() => isOpen.value && asked.value.length > 1 && !isRecordId(asked.value)),
    queryFn: () => data(api.GET('/api/admin/users', { params: { query: { search: asked.value, limit: USERS } } })),
  });
  const records = useQuery({
    queryKey: ['records', 'lookup', asked],
    enabled: computed(() => isOpen.value && isRecordId(asked.value) && collections.data.value !== undefined),
    queryFn: ({ signal }) => collectionsWith(asked.value, collections.data.value!.map((it) => it.name), signal),
  });

  function going(hint: string, title: string, to: Extract<RouteLocationRaw, { name?: unknown }>): Command {
    return { key: `${hint} ${title} ${String(to.name)}`, title, hint: t(`shell.palette.${hint}`), run: () => router.push(to) };
  }

  const recent = computed<Command[]>(() =>
    recentPlaces.value
      .filter((it) => it.path !== router.currentRoute.value.path)
      .map(({ path, title }) => ({ key: path, title, hint: t('shell.palette.recent'), run: () => router.push(path) })),
  );
  const actions = computed<Command[]>(() => [
    going('action', t('shell.do.newCollection'), { name: 'collections', query: { new: '1' } }),
    going('action', t('shell.do.newSchedule'), { name: 'schedules', query: { new: '' } }),
    going('action', t('shell.do.newUser'), { name: 'users', query: { new: '1' } }),
    going('action', t('session.profile.title'), { name: 'profile' }),
    { key: 'theme', title: t('shell.do.theme'), hint: t('shell.palette.action'), run: toggleTheme },
    { key: 'keys', title: t('shell.keys.title'), hint: t('shell.palette.action'), run: showKeys },
  ]);
  const pages = computed(() =>
    [HOME, ...NAVIGATION.flatMap((it) => it.pages)].map(({ name }) =>
      going('page', t(`shell.page.${name}`), { name }),
    ),
  );
  const things = computed(() => [
    ...(collections.data.value ?? []).map(({ name }) =>
      going('collection', name, { name: 'records', params: { collection: name } }),
    ),
    ...(functions.data.value ?? []).map(({ name }) =>
      going('function', name, { name: 'function', params: { function: name } }),
    ),
    ...(schedules.data.value?.schedules ?? []).map(({ id, name }) =>
      going('schedule', name, { name: 'schedules', params: { schedule: id } }),
    ),
    ...(collections.data.value ?? []).map(({ name }) =>
      going('action', t('shell.do.import', { name }), { name: 'import', params: { collection: name } }),
    ),
  ]);
  const served = computed(() => (asked.value !== typed.value ? [] : [
    ...(users.data.value?.users ?? []).map(({ id, email }) =>
      going('user', email, { name: 'users', params: { user: id } }),
    ),
    ...(records.data.value ?? []).map((collection) =>
      going('record', t('shell.palette.recordIn', { collection }), {
        name: 'records',
        params: { collection, record: typed.value },
      }),
    ),
  ]));

  const found = computed<Command[]>(() => {
    const mine = typed.value === '' ? recent.value : [];
    return [...mine, ...matching([...pages.value, ...actions.value, ...things.value], typed.value), ...served.value];
  });
  const isLooking = computed(() => asked.value !== typed.value || users.isFetching.value || records.isFetching.value || (isRecordId(typed.value) && collections.isPending.value));
  return { found, isLooking };
}

function toggleTheme(): void {
  theme.value = document.documentElement.dataset['theme'] === 'dark' ? 'light' : 'dark';
}
