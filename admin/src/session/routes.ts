import type { RouteRecordRaw } from 'vue-router';

export default [
  { path: '/login', name: 'login', component: () => import('./LoginView.vue'), meta: { isPublic: true } },
  { path: '/setup', name: 'setup', component: () => import('./SetupView.vue'), meta: { isPublic: true } },
  { path: '/no-admin', name: 'no-admin', component: () => import('./NoAdminView.vue'), meta: { isPublic: true } },
  { path: '/profile', name: 'profile', component: () => import('./ProfileView.vue') },
] satisfies RouteRecordRaw[];
