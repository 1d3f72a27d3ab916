import type { RouteRecordRaw } from 'vue-router';

export default [
  { path: '/schedules/:schedule?', name: 'schedules', component: () => import('./SchedulesView.vue'), props: true },
] satisfies RouteRecordRaw[];
