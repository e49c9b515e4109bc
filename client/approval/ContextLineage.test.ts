import { Client, fetchExchange } from '@urql/vue'
import { flushPromises } from '@vue/test-utils'
import { expect, test } from 'vitest'
import { mountPage } from '../testing/mountPage.ts'
import ContextLineage from './ContextLineage.vue'

const name = (schema: string, table: string) => ({ __typename: 'TableName', schema, name: table })
const edge = (source: string, from: string, to: string) => ({
  __typename: 'LineageEdge',
  source,
  from: name('raw', from),
  to: name('main', to),
  columns: [],
})

/** What a reviewer is shown where the data source tells these edges. */
const shown = async (edges: readonly object[]) => {
  const lineage = { __typename: 'Lineage', totalCount: edges.length, truncated: false, nodes: [], edges }
  const client = new Client({
    url: 'http://nowhere.invalid',
    preferGetMethod: false,
    exchanges: [fetchExchange],
    fetch: async () =>
      new Response(JSON.stringify({ data: { node: { __typename: 'DataSource', id: 'd', lineage } } }), {
        headers: { 'content-type': 'application/json' },
      }),
  })
  const page = mountPage(ContextLineage, { dataSourceId: 'd', table: 'main.orders' }, client)
  await flushPromises()
  return page
}

test('each edge that is followed is told with who told it; foreign keys are not followed', async () => {
  const page = await shown([
    edge('DBT', 'orders', 'orders'),
    edge('VIEW', 'payments', 'orders'),
    edge('FOREIGN_KEY', 'customers', 'orders'),
  ])
  expect(
    page
      .findAll('li')
      .map(item => [...item.element.children].map(part => part.textContent?.replaceAll(/\s+/g, ' ').trim())),
  ).toEqual([
    ['main.orders from raw.orders', 'dbt'],
    ['main.orders from raw.payments', 'view'],
  ])
})

test('where nobody told, that is said', async () => {
  expect((await shown([edge('FOREIGN_KEY', 'customers', 'orders')])).text()).toContain('Nobody told.')
})
