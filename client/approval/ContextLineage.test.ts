import { expect, test } from 'vitest'
import { mountPage } from '../testing/mountPage.ts'
import ContextLineage from './ContextLineage.vue'

const name = (schema: string, table: string) => ({ __typename: 'TableName', schema, name: table })
const edge = (source: string | null, from: string) => ({
  __typename: 'FollowedEdge',
  source,
  from: name('raw', from),
  to: name('main', 'orders'),
})

const shown = (edges: readonly object[] | null) => mountPage(ContextLineage, { context: { edges } })
const lines = (page: ReturnType<typeof shown>) =>
  page
    .findAll('li')
    .map(item => [...item.element.children].map(part => part.textContent?.replaceAll(/\s+/g, ' ').trim()))

test('each edge that would be followed is told with who told it', () => {
  const page = shown([edge('DBT', 'orders'), edge('VIEW', 'payments')])
  expect(lines(page)).toEqual([
    ['main.orders from raw.orders', 'dbt'],
    ['main.orders from raw.payments', 'view'],
  ])
  expect(page.text()).not.toContain('Inferred')
})

test('what nobody told is marked as inferred', () => {
  const page = shown([edge(null, 'orders')])
  expect(lines(page)).toEqual([['main.orders from raw.orders', 'inferred']])
  expect(page.text()).toContain('Inferred from names and columns')
})

test('where none is followed, that is said; where it was not told, nothing is', () => {
  expect(shown([]).text()).toContain('none is followed')
  expect(shown(null).text()).toBe('')
})
