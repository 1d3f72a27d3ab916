import type { RouteRecordRaw } from 'vue-router';

export default [
  { path: '/collections', name: 'collections', component: () => import('./CollectionsView.vue') },
] satisfies RouteRecordRaw[];
