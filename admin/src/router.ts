import { createRouter, createWebHistory } from 'vue-router';
import { useSession } from './session';

declare module 'vue-router' {
  interface RouteMeta {
    /** Shown without the frame, to people who are not logged in. */
    isPublic?: boolean;
  }
}

export const router = createRouter({
  history: createWebHistory(new URL(document.baseURI).pathname),
  routes: [
    { path: '/login', name: 'login', component: () => import('./views/LoginView.vue'), meta: { isPublic: true } },
    { path: '/', name: 'home', component: () => import('./views/HomeView.vue') },
    { path: '/collections', name: 'collections', component: () => import('./views/CollectionsView.vue') },
    {
      path: '/collections/:collection/:record?',
      name: 'records',
      component: () => import('./views/RecordsView.vue'),
      props: true,
    },
    { path: '/:path(.*)*', name: 'missing', component: () => import('./views/MissingView.vue') },
  ],
});

router.beforeEach((to) => {
  const { user } = useSession();
  if (!to.meta.isPublic && user.value === null) {
    return { name: 'login', query: to.fullPath === '/' ? {} : { redirect: to.fullPath } };
  }
  return true;
});
