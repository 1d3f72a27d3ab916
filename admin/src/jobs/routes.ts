import type { RouteRecordRaw } from 'vue-router';

export default [
  { path: '/jobs/:job?', name: 'jobs', component: () => import('./JobsView.vue'), props: true },
] satisfies RouteRecordRaw[];
