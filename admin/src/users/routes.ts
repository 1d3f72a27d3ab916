import type { RouteRecordRaw } from 'vue-router';

export default [
  { path: '/users/:user?', name: 'users', component: () => import('./UsersView.vue'), props: true },
] satisfies RouteRecordRaw[];
