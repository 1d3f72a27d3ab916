import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query';
import { createApp } from 'vue';
import App from './App.vue';
import { ApiError } from '@/api/client';
import { i18n, preferred, speak } from './i18n';
import { router } from './router';
import { reloadForMissingFiles } from './shell/missingFiles';
import './style.css';
import '@/ui/theme';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // The server may be on this machine: whether there is an internet says nothing of it.
      networkMode: 'always',
      // What the server refuses, it refuses again.
      retry: (count, failure) => !(failure instanceof ApiError && failure.status > 0) && count < 2,
    },
    mutations: { networkMode: 'always' },
  },
});

reloadForMissingFiles(router);
await speak(preferred());
createApp(App).use(i18n).use(router).use(VueQueryPlugin, { queryClient: queries }).mount('#app');
