import type { RouteRecordRaw } from 'vue-router';

export default [
  {
    path: '/collections/:collection/import',
    name: 'import',
    component: () => import('./ImportView.vue'),
    props: true,
  },
] satisfies RouteRecordRaw[];
