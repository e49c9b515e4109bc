import { expect, test } from 'vitest'
import { localise } from '../localisation/localise.ts'
import type { Answer, Cell } from '../ports/dataSource.ts'
import { leafTable } from './leafTable.ts'

const lens = { model: 'count' } as const
const shops = ['a', 'b', 'c', '\u0141', '', null]
const rows: readonly (readonly Cell[])[] = shops.flatMap(shop =>
  ['x', 'y'].map(kind => [shop, kind, kind === 'x' ? 40 : 100, 100, 100]),
)
const names = ['v0', 'v1', 'n0', 'n1', 'n2']
const answerOf = (own: readonly (readonly Cell[])[]): Answer => ({
  columns: names.map(name => ({ name, kind: 'text' as const })),
  rows: own,
  truncated: false,
  elapsedMs: 1,
})

const read = (own: readonly (readonly Cell[])[]) =>
  leafTable(answerOf(own), ['shop', 'kind'], { lens, scales: [1, 1, 1] })

const orders = [rows, rows.toReversed(), [...rows.slice(5), ...rows.slice(0, 5)]]

test('leaves are in one order, whatever that of the rows', () => {
  expect(read(rows).dimensions[0]?.values).toEqual([null, '', 'a', 'b', 'c', '\u0141'])
  expect(orders.map(read)).toEqual(orders.map(() => read(rows)))
})

test('what else it could have been is told in one order, although all of it is as probable', () => {
  // A double is a little off, depending on the order in which it was added up.
  const summed = rows.map((cells, row) => cells.with(2, Number(cells[2]) + row * 1e-12))
  const told = [...orders, summed].map(own =>
    localise(read(own), 'count', { direction: 'down' }).leads.map(({ segment }) => JSON.stringify(segment)),
  )
  expect(told[0]?.length).toBeGreaterThan(3)
  expect(told).toEqual(told.map(() => told[0]))
})
