import type { RouteRecordRaw } from 'vue-router';

export default [
  { path: '/login', name: 'login', component: () => import('./LoginView.vue'), meta: { isPublic: true } },
] satisfies RouteRecordRaw[];
