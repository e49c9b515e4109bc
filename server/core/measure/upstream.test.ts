import { expect, test } from 'vitest'
import { column, focus, orders } from '../../testing/facts.ts'
import type { Column, Table } from '../dataset/table.ts'
import { upstreamOf } from './upstream.ts'

const named = (name: string, columns: Table['columns']): Table => ({
  ...orders,
  name: { schema: 'shop', name },
  columns,
})
const [id, at = orders.columns[0], country = orders.columns[0], user = orders.columns[0]] = orders.columns
const less = [id, at, country, user] as const
const names = (
  parents: readonly Table[],
  metric: Parameters<typeof upstreamOf>[1] = { kind: 'nullRate', column: 'user_id' },
) => upstreamOf({ ...focus, parents }, metric).map(({ table }) => table.name.name)

test('a table whose columns live on in this one, which adds to them, lies upstream', () => {
  expect(names([named('anything', less)])).toEqual(['anything'])
})

test('the nearest layer comes first, by the words for layers', () => {
  expect(names([named('raw_orders', less), named('stg_orders', orders.columns)])).toEqual(['stg_orders', 'raw_orders'])
})

test('of one layer, a view is nearer than the table that it is made from', () => {
  const raw = named('raw_orders', orders.columns)
  const view = { ...named('raw_orders_view', orders.columns), isView: true }
  expect(names([raw, view])).toEqual(['raw_orders_view', 'raw_orders'])
  expect(names([view, raw])).toEqual(['raw_orders_view', 'raw_orders'])
})

test('tables of other things, of the same layer with as many columns, or without the watched column are none', () => {
  const other = named('payments', [column('payment_id', 'integer'), at, country, user, column('fee', 'decimal')])
  expect(names([other, named('orders_copy', orders.columns), named('raw_orders', [id, at, country])])).toEqual([])
  expect(names([named('raw_orders', [id, at, country])], { kind: 'rowCount' })).toEqual(['raw_orders'])
})

test('the time upstream may be a text: of the same name, or the one that is named like a time', () => {
  const text = column(at.name)
  const timeOf = (...columns: readonly Column[]) =>
    upstreamOf(
      { ...focus, parents: [named('raw_orders', [id, country, user, ...columns])] },
      { kind: 'nullRate', column: 'user_id' },
    ).map(({ timeColumn }) => timeColumn)
  expect(timeOf(text, column('note'))).toEqual([text])
  expect(timeOf(column('placed_on'), column('note'))).toEqual([column('placed_on')])
  expect(timeOf(column('placed_on'), column('paid_on'))).toEqual([])
  expect(timeOf(column(at.name, 'boolean'))).toEqual([])
})

test('a column that is a text upstream and a time here lives on', () => {
  expect(names([named('anything', [id, column(at.name), country])], { kind: 'rowCount' })).toEqual(['anything'])
})
