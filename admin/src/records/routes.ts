import type { RouteRecordRaw } from 'vue-router';

export default [
  {
    path: '/collections/:collection/records/:record?',
    name: 'records',
    component: () => import('./RecordsView.vue'),
    props: true,
  },
  {
    path: '/collections/:collection',
    redirect: (to) => ({ name: 'records', params: { collection: to.params['collection'] as string } }),
  },
] satisfies RouteRecordRaw[];
