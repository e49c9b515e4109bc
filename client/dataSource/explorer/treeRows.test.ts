import { expect, test } from 'vitest'
import { schemaId, tableId, treeMove, treeRows, typedAhead, type TreeState } from './treeRows.ts'

const table = (name: string) => ({ schema: 'shop', name, isView: false, rowEstimate: 1, matchedColumns: [] })
const state = (expanded: readonly string[]): TreeState => ({
  schemas: [
    { name: 'raw', tableCount: 1 },
    { name: 'shop', tableCount: 3 },
  ],
  tables: new Map([['shop', [table('orders'), table('order_items')]]]),
  columns: new Map([
    [
      tableId(table('orders')),
      [
        { name: 'id', nativeType: 'INTEGER', isKey: true },
        { name: 'amount', nativeType: 'DOUBLE', isKey: false },
      ],
    ],
  ]),
  expanded: new Set(expanded),
})
const open = state([schemaId('shop'), tableId(table('orders'))])
const labels = (given: TreeState) => treeRows(given).map(({ level, label }) => `${level} ${label}`)

test('only what is expanded is seen, and what is not loaded yet has one row that waits', () => {
  expect(labels(state([]))).toEqual(['1 raw', '1 shop'])
  expect(labels(open)).toEqual(['1 raw', '1 shop', '2 orders', '3 id', '3 amount', '2 order_items', '2 '])
  expect(labels(state([schemaId('shop'), tableId(table('order_items'))]))).toEqual([
    '1 raw',
    '1 shop',
    '2 orders',
    '2 order_items',
    '3 ',
    '2 ',
  ])
})

test('every row knows its place among its kin, as a screen reader tells it', () => {
  expect(treeRows(open).map(({ position, size }) => `${position}/${size}`)).toEqual([
    '1/2',
    '2/2',
    '1/3',
    '1/2',
    '2/2',
    '2/3',
    '3/3',
  ])
})

test('arrows move, open and close as the pattern for trees has it', () => {
  const rows = treeRows(open)
  expect(treeMove('ArrowDown', rows, 6)).toEqual({ to: 6 })
  expect(treeMove('ArrowUp', rows, 0)).toEqual({ to: 0 })
  expect([treeMove('Home', rows, 3), treeMove('End', rows, 3)]).toEqual([{ to: 0 }, { to: 6 }])
  expect(treeMove('ArrowRight', rows, 0)).toEqual({ toggle: schemaId('raw') })
  expect(treeMove('ArrowRight', rows, 2)).toEqual({ to: 3 })
  expect(treeMove('ArrowRight', rows, 3)).toEqual({})
  expect(treeMove('ArrowLeft', rows, 2)).toEqual({ toggle: tableId(table('orders')) })
  expect(treeMove('ArrowLeft', rows, 4)).toEqual({ to: 2 })
  expect(treeMove('ArrowLeft', rows, 5)).toEqual({ to: 1 })
  expect(treeMove('x', rows, 5)).toBeNull()
})

test('typing goes to the next name that begins so, and round', () => {
  const rows = treeRows(open)
  expect(typedAhead('o', rows, 0)).toBe(2)
  expect(typedAhead('o', rows, 2)).toBe(5)
  expect(typedAhead('oo', rows, 5)).toBe(2)
  expect(typedAhead('order_', rows, 2)).toBe(5)
  expect(typedAhead('zz', rows, 2)).toBeNull()
})
