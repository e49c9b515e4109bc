import { expect, test } from 'vitest'
import { localise } from './localise.ts'
import type { LeafTable } from './leafTable.ts'

const shops = Array.from({ length: 40 }, (_, index) => `shop ${index}`)
const currencies = ['EUR', 'CHF', 'SEK'] as const

/** Forty shops, most of the rows in the first ones, each in one currency; `flagged` shops lost their names. */
const tableOf = (flagged: (shop: number) => boolean, rowsOf: (shop: number) => number): LeafTable => {
  const n = Float64Array.from(shops, (_, shop) => rowsOf(shop))
  const none = n.map(() => 0)
  const windowOf = (k: Float64Array) => ({ n, k, s: n, ss: n, scale: 1 })
  return {
    dimensions: [
      { column: 'shop', values: shops },
      { column: 'currency', values: currencies },
    ],
    codes: [Int32Array.from(shops, (_, shop) => shop), Int32Array.from(shops, (_, shop) => shop % 3)],
    windows: [windowOf(n.map((rows, shop) => (flagged(shop) ? rows : 0))), windowOf(none)],
  }
}
const found = (table: LeafTable) =>
  localise(table, 'rate', { direction: 'up' }).causes.map(({ segment }) =>
    segment.map(({ value }) => value).join(' and '),
  )

test('many values of one column are one cause, though each is small and a coarser column holds most of them', () => {
  const lost = (shop: number) => (shop % 3 === 0 ? shop % 2 === 0 : shop % 11 === 4)
  expect(found(tableOf(lost, () => 60)).toSorted()).toEqual(shops.filter((_, shop) => lost(shop)).toSorted())
})

test('a value with a handful of rows is told with many others that moved as it did', () => {
  const lost = (shop: number) => shop % 4 === 1
  const few = (shop: number) => (shop === 37 ? 3 : 60)
  expect(found(tableOf(lost, few))).toContain('shop 37')
})
