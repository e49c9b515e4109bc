import urql, { Client, fetchExchange } from '@urql/vue'
import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, expect, test } from 'vitest'
import { defineComponent, h } from 'vue'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'
import { useViewer } from '../composables/useViewer.ts'
import StartPage from '../pages/StartPage.vue'
import NextStep from './NextStep.vue'
import { useTour } from './useTour.ts'

const permissions = ['dataSources:write', 'investigations:write', 'team:write', 'keys:write']
const tenant = { __typename: 'Tenant', id: 't', name: 'Pear' }
const viewer = {
  __typename: 'Viewer',
  role: 'OWNER',
  permissions,
  tenant,
  tenants: [],
  person: { __typename: 'Person', id: 'p', name: 'Grace', email: '' },
}

/** What there is in the workspace by now. */
const there = { dataSources: 0, people: 1, invitations: 0, myApiKeys: 0, investigations: 0 }
const none = { ...there }
const client = () =>
  new Client({
    url: 'http://nowhere.invalid',
    preferGetMethod: false,
    exchanges: [fetchExchange],
    fetch: async (_url, init) => {
      const counts = Object.entries(there).map(([name, totalCount]) => [name, { __typename: 'Connection', totalCount }])
      const asked =
        typeof init?.body === 'string' && init.body.includes('query Viewer')
          ? { setUpNeeded: false, viewer }
          : Object.fromEntries(counts)
      return new Response(JSON.stringify({ data: asked }), { headers: { 'content-type': 'application/json' } })
    },
  })

beforeEach(() => {
  Object.assign(there, none)
  localStorage.clear()
  useTour().end()
})

/** The frame as it tells the next step, at an address. */
const open = async (path: string) => {
  const asking = client()
  await useViewer().refresh(asking)
  const empty = { template: '<i />' }
  const routes = [
    { path: '/start', component: StartPage },
    { path: '/:path(.*)*', component: empty },
  ]
  const router = createRouter({ history: createMemoryHistory(), routes })
  await router.push(path)
  const { isTouring } = useTour()
  const Frame = defineComponent(() => () => [
    isTouring.value && router.currentRoute.value.path !== '/start' ? h(NextStep) : null,
    h(RouterView),
  ])
  const page = mount(Frame, { global: { plugins: [router, [urql, asking]] } })
  await flushPromises()
  return {
    page,
    told: () => page.find('aside').exists() && page.get('aside').text().replaceAll(/\s+/g, ' '),
    go: async (to: string) => {
      await router.push(to)
      await flushPromises()
    },
  }
}

test('who was never on the first steps is told of none', async () => {
  expect((await open('/investigations')).told()).toBe(false)
})

test('the next step goes along from page to page, but not where it is being done', async () => {
  const { told, go } = await open('/start')
  await go('/settings/team')
  expect(told()).toContain('First steps, 0 of 4 done. Next: add a data source.')
  await go('/data-sources/new')
  expect(told()).toBe(false)
  there.dataSources = 1
  await go('/data-sources')
  expect(told()).toContain('1 of 4 done. Next: start an investigation.')
})

test('a step that is done where one stays is told at once; with the last the workspace is ready, and the tour ends', async () => {
  Object.assign(there, { dataSources: 1, investigations: 1, invitations: 1 })
  const { page, told, go } = await open('/start')
  await go('/investigations/1')
  expect(page.get('aside a[href="/settings/api-keys?do=key"]').text()).toBe('Make a key')
  await go('/settings/api-keys')
  expect(told()).toBe(false)
  there.myApiKeys = 1
  useTour().tell()
  await flushPromises()
  expect(told()).toContain('4 of 4 done. Your workspace is ready.')
  await go('/investigations')
  expect([told(), localStorage.length]).toEqual([false, 0])
})

test('the tour can be left, and all done begins none', async () => {
  const { page, told, go } = await open('/start')
  await go('/usage')
  await page.get('aside button').trigger('click')
  expect([told(), localStorage.length]).toEqual([false, 0])
  Object.assign(there, { dataSources: 1, investigations: 1, people: 2, myApiKeys: 1 })
  const later = await open('/start')
  expect(later.page.text()).toContain('Your workspace is ready.')
  await later.go('/usage')
  expect(later.told()).toBe(false)
})
