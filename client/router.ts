import type { Client } from '@urql/vue'
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { useViewer } from './composables/useViewer.ts'

declare module 'vue-router' {
  interface RouteMeta {
    title: string
    /** Shown without the frame, to people who are not signed in. */
    open?: boolean
    /** Stays on the page while its parameters change. */
    stays?: boolean
  }
}

const dataSourcePage = () => import('./pages/DataSourcePage.vue')
const investigationPage = () => import('./pages/InvestigationPage.vue')

const routes: RouteRecordRaw[] = [
  { path: '/', redirect: '/investigations' },
  {
    path: '/sign-in',
    name: 'sign-in',
    component: () => import('./pages/SignInPage.vue'),
    meta: { title: 'Sign in', open: true },
  },
  {
    path: '/forgot',
    name: 'forgot',
    component: () => import('./pages/ForgotPage.vue'),
    meta: { title: 'Forgot your password', open: true },
  },
  {
    path: '/new-password',
    name: 'new-password',
    component: () => import('./pages/NewPasswordPage.vue'),
    meta: { title: 'New password', open: true },
  },
  {
    path: '/set-up',
    name: 'set-up',
    component: () => import('./pages/SetUpPage.vue'),
    meta: { title: 'Set up', open: true },
  },
  {
    path: '/sign-up',
    name: 'sign-up',
    component: () => import('./pages/SignUpPage.vue'),
    meta: { title: 'Sign up', open: true },
  },
  {
    path: '/new-workspace',
    name: 'new-workspace',
    component: () => import('./pages/NewWorkspacePage.vue'),
    meta: { title: 'Your workspace', open: true },
  },
  { path: '/join', name: 'join', component: () => import('./pages/JoinPage.vue'), meta: { title: 'Join', open: true } },
  { path: '/start', name: 'start', component: () => import('./pages/StartPage.vue'), meta: { title: 'First steps' } },
  {
    path: '/investigations',
    name: 'investigations',
    component: () => import('./pages/InvestigationsPage.vue'),
    meta: { title: 'Investigations' },
  },
  {
    path: '/investigations/new',
    name: 'investigation-new',
    component: () => import('./pages/InvestigationNewPage.vue'),
    meta: { title: 'New investigation' },
  },
  {
    path: '/investigations/:id',
    name: 'investigation',
    component: investigationPage,
    props: true,
    meta: { title: 'Investigation' },
  },
  {
    path: '/approvals',
    name: 'approvals',
    component: () => import('./pages/ApprovalsPage.vue'),
    meta: { title: 'Approvals' },
  },
  {
    path: '/data-sources',
    name: 'data-sources',
    component: () => import('./pages/DataSourcesPage.vue'),
    meta: { title: 'Data sources' },
  },
  {
    path: '/data-sources/new',
    name: 'data-source-new',
    component: () => import('./pages/DataSourceNewPage.vue'),
    meta: { title: 'Connect a data source' },
  },
  {
    path: '/data-sources/:id/:table?',
    name: 'data-source',
    component: dataSourcePage,
    props: true,
    meta: { title: 'Data source', stays: true },
  },
  { path: '/usage', name: 'usage', component: () => import('./pages/UsagePage.vue'), meta: { title: 'Usage' } },
  { path: '/notices', name: 'notices', component: () => import('./pages/NoticesPage.vue'), meta: { title: 'Notices' } },
  {
    path: '/accuracy',
    name: 'accuracy',
    component: () => import('./pages/AccuracyPage.vue'),
    meta: { title: 'Measured accuracy' },
  },
  {
    path: '/settings/:tab?',
    name: 'settings',
    component: () => import('./pages/SettingsPage.vue'),
    props: true,
    meta: { title: 'Settings', stays: true },
  },
  {
    path: '/:path(.*)*',
    name: 'not-found',
    component: () => import('./pages/NotFoundPage.vue'),
    meta: { title: 'Not found' },
  },
]

export const createPages = (client: Client) => {
  const router = createRouter({
    history: createWebHistory(),
    routes,
    scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
  })
  router.beforeEach(async to => {
    if (to.meta.open === true) return true
    const { viewer, setUpNeeded } = await useViewer().ask(client)
    if (viewer !== null) return true
    return setUpNeeded ? { name: 'set-up' } : { name: 'sign-in', query: { to: to.fullPath } }
  })
  router.afterEach(to => {
    document.title = `${to.meta.title} · Dataing`
  })
  return router
}
