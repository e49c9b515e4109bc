import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LineageEdge, LineageSource } from '../dataset/lineage.ts'
import type { TableName } from '../dataset/table.ts'
import type { Lineage, LineagePlace } from './lineage.ts'

export type LineageFixture = { readonly lineage: Lineage; newPlace(): Promise<LineagePlace>; close(): Promise<void> }

const table = (name: string): TableName => ({ schema: 'shop', name })
const edge = (from: string, to: string, source: LineageSource = 'dbt'): LineageEdge => ({
  source,
  from: table(from),
  to: table(to),
  columns: [],
})
const told = (edges: readonly LineageEdge[]) =>
  edges.map(({ source, from, to }) => `${source} ${from.name}>${to.name}`).sort()

export const lineageContract = (name: string, makeFixture: () => Promise<LineageFixture>) => {
  describe(`lineage in ${name}`, () => {
    let fixture: LineageFixture
    beforeAll(async () => {
      fixture = await makeFixture()
    }, 120_000)
    afterAll(() => fixture?.close())

    const around = async (place: LineagePlace, of: string, question: Partial<Parameters<Lineage['around']>[1]> = {}) =>
      fixture.lineage.around(place, { table: table(of), direction: 'upstream', depth: 5, most: 100, ...question })

    test('what a table is made from and what is made from it, to the depth that is asked', async () => {
      const place = await fixture.newPlace()
      await fixture.lineage.add(place, 'dbt', [
        edge('raw', 'stage'),
        edge('stage', 'orders'),
        edge('orders', 'report'),
        edge('users', 'orders'),
      ])
      expect(told(await around(place, 'orders'))).toEqual(['dbt raw>stage', 'dbt stage>orders', 'dbt users>orders'])
      expect(told(await around(place, 'orders', { depth: 1 }))).toEqual(['dbt stage>orders', 'dbt users>orders'])
      expect(told(await around(place, 'stage', { direction: 'downstream' }))).toEqual([
        'dbt orders>report',
        'dbt stage>orders',
      ])
      expect(await around(place, 'nothing')).toEqual([])
    })

    test('a circle ends, and the number of edges is bounded, the nearest first', async () => {
      const place = await fixture.newPlace()
      await fixture.lineage.add(place, 'dbt', [edge('a', 'b'), edge('b', 'c'), edge('c', 'a')])
      expect(told(await around(place, 'a', { depth: 50 }))).toEqual(['dbt a>b', 'dbt b>c', 'dbt c>a'])
      expect(told(await around(place, 'a', { depth: 50, most: 2 }))).toEqual(['dbt b>c', 'dbt c>a'])
    })

    test('a source that tells everything takes back what it said; the others stay', async () => {
      const place = await fixture.newPlace()
      await fixture.lineage.add(place, 'openLineage', [edge('log', 'orders', 'openLineage')])
      await fixture.lineage.replace(place, 'dbt', [edge('old', 'orders')])
      await fixture.lineage.replace(place, 'dbt', [edge('new', 'orders')])
      expect(told(await around(place, 'orders'))).toEqual(['dbt new>orders', 'openLineage log>orders'])
      expect(told(await around(place, 'orders', { sources: ['openLineage'] }))).toEqual(['openLineage log>orders'])
    })

    test('columns are kept as told last', async () => {
      const place = await fixture.newPlace()
      await fixture.lineage.add(place, 'openLineage', [edge('a', 'b', 'openLineage')])
      const told = { ...edge('a', 'b', 'openLineage'), columns: [{ from: 'x', to: 'y' }] }
      await fixture.lineage.add(place, 'openLineage', [told])
      expect(await around(place, 'b')).toEqual([told])
    })

    test('another tenant, and another data source, know nothing of it', async () => {
      const [place, other] = [await fixture.newPlace(), await fixture.newPlace()]
      await fixture.lineage.add(place, 'dbt', [edge('a', 'b')])
      expect(await around({ ...place, tenantId: other.tenantId }, 'b')).toEqual([])
      expect(await around({ ...place, dataSourceId: other.dataSourceId }, 'b')).toEqual([])
      expect(told(await around(place, 'b'))).toEqual(['dbt a>b'])
    })
  })
}
