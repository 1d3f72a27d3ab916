import type { RouteRecordRaw } from 'vue-router';

export default [
  { path: '/extensions/:extension?', name: 'extensions', component: () => import('./ExtensionsView.vue'), props: true },
] satisfies RouteRecordRaw[];
