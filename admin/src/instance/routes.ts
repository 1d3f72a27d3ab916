import type { RouteRecordRaw } from 'vue-router';

export default [
  { path: '/tokens', name: 'tokens', component: () => import('./TokensView.vue') },
  { path: '/secrets/:secret?', name: 'secrets', component: () => import('./SecretsView.vue') },
  { path: '/settings', name: 'settings', component: () => import('./SettingsView.vue') },
  { path: '/logs', name: 'logs', component: () => import('./LogsView.vue') },
  { path: '/backups', name: 'backups', component: () => import('./BackupsView.vue') },
  { path: '/api', name: 'api', component: () => import('./ApiView.vue') },
] satisfies RouteRecordRaw[];
