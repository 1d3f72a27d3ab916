import type { RouteRecordRaw } from 'vue-router';

export default [
  { path: '/functions', name: 'functions', component: () => import('./FunctionsView.vue') },
  { path: '/functions/:function/:tab?', name: 'function', component: () => import('./FunctionView.vue'), props: true },
] satisfies RouteRecordRaw[];
