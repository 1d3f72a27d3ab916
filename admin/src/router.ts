import { createRouter, createWebHistory } from 'vue-router';
import calls from '@/calls/routes';
import collections from '@/collections/routes';
import extensions from '@/extensions/routes';
import functions from '@/functions/routes';
import home from '@/home/routes';
import hooks from '@/hooks/routes';
import instance from '@/instance/routes';
import jobs from '@/jobs/routes';
import records from '@/records/routes';
import schedules from '@/schedules/routes';
import session from '@/session/routes';
import { useSession } from '@/session/session';
import transfer from '@/transfer/routes';
import users from '@/users/routes';

declare module 'vue-router' {
  interface RouteMeta {
    /** Shown without the frame, to people who are not logged in. */
    isPublic?: boolean;
  }
}

export const router = createRouter({
  history: createWebHistory(new URL(document.baseURI).pathname),
  routes: [
    ...home,
    ...session,
    ...collections,
    ...records,
    ...transfer,
    ...functions,
    ...calls,
    ...schedules,
    ...jobs,
    ...hooks,
    ...extensions,
    ...users,
    ...instance,
    { path: '/:path(.*)*', name: 'missing', component: () => import('@/shell/MissingView.vue') },
  ],
});

router.beforeEach((to) => {
  const { user } = useSession();
  if (!to.meta.isPublic && user.value === null) {
    return { name: 'login', query: to.fullPath === '/' ? {} : { redirect: to.fullPath } };
  }
  if (!to.meta.isPublic && user.value?.isAdmin === false) {
    return { name: 'no-admin' };
  }
  return true;
});
