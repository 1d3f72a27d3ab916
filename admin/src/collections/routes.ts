import type { RouteRecordRaw } from 'vue-router';

export default [
  { path: '/collections', name: 'collections', component: () => import('./CollectionsView.vue') },
  { path: '/collections/new', name: 'newCollection', component: () => import('./NewCollectionView.vue') },
  { path: '/collections/:collection/schema', name: 'schema', component: () => import('./SchemaView.vue'), props: true },
  { path: '/collections/:collection/access', name: 'access', component: () => import('./AccessView.vue'), props: true },
] satisfies RouteRecordRaw[];
