import type { RouteRecordRaw } from 'vue-router';

export default [
  { path: '/hooks', name: 'hooks', component: () => import('./HooksView.vue') },
] satisfies RouteRecordRaw[];
