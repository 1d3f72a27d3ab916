import type { RouteRecordRaw } from 'vue-router';

export default [
  { path: '/calls/:call?', name: 'calls', component: () => import('./CallsView.vue'), props: true },
] satisfies RouteRecordRaw[];
