import { useQuery } from '@tanstack/vue-query';
import { computed, watchEffect } from 'vue';
import { anonymous, data, type Schemas } from '@/api/client';

const KEY = 'tinybase.instance';

/** Until the server has told it, what it told the last time. */
function remembered(): Schemas['InstanceInfo'] {
  const text = localStorage.getItem(KEY);
  return text === null
    ? { instance_name: 'TinyBase', accent: 'teal', environment: null }
    : (JSON.parse(text) as Schemas['InstanceInfo']);
}

document.documentElement.dataset['accent'] = remembered().accent;

/** The name and the purpose of this instance; its colour is that of the page. */
export function useInstance() {
  const query = useQuery({
    queryKey: ['instance'],
    queryFn: () => data(anonymous.GET('/api/auth/instance-info')),
    staleTime: 60_000,
    initialData: remembered,
    initialDataUpdatedAt: 0,
  });
  const instance = computed(() => query.data.value);
  watchEffect(() => {
    localStorage.setItem(KEY, JSON.stringify(instance.value));
    document.documentElement.dataset['accent'] = instance.value.accent;
  });
  return instance;
}
