import { Client } from '@urql/vue'
import urql from '@urql/vue'
import { mount } from '@vue/test-utils'
import type { Component } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'

/** A client that answers nothing, for components that only offer an action. */
const silent = () => new Client({ url: 'http://nowhere.invalid', preferGetMethod: false, exchanges: [] })

const component = { template: '<i />' }
const routes = [
  { path: '/investigations/:id', name: 'investigation', component },
  { path: '/:path(.*)*', component },
]

/** Mounts a component as a page has it: with a router and a GraphQL client. */
export const mountPage = (page: Component, props: Record<string, unknown>, client: Client = silent()) => {
  const router = createRouter({ history: createMemoryHistory(), routes })
  return mount(page, { props, global: { plugins: [router, [urql, client]] } })
}
