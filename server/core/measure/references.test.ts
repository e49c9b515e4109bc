import { expect, it } from 'vitest'
import { column, orders } from '../../testing/facts.ts'
import type { Table } from '../dataset/table.ts'
import { referencesOf } from './references.ts'
import { feeds } from './upstream.ts'

const table = (name: string, columns: Table['columns']): Table => ({
  ...orders,
  name: { schema: 'shop', name },
  primaryKey: null,
  columns,
})
const own = table('ORDERS', [
  column('ORDER_ID', 'integer'),
  column('ORDERED_AT', 'timestamp'),
  column('USER_ID'),
  column('AMOUNT', 'decimal'),
])
const users = table('users', [column('user_id'), column('city')])
const history = table('user_history', [
  column('user_id'),
  column('city'),
  column('valid_from', 'timestamp'),
  column('valid_to', 'timestamp'),
])
const raw = table('raw_orders', [
  column('user_id'),
  column('ORDER_ID', 'integer'),
  column('ORDERED_AT', 'timestamp'),
  column('AMOUNT', 'decimal'),
])

const found = (parents: readonly Table[]) =>
  referencesOf({ table: own, parents, timeColumn: null }).map(reference => [
    reference.column,
    reference.parent.name.name,
    reference.parentColumn,
  ])

it('looks up a dimension and its history, in whatever order and spelling they come', () => {
  const both = [
    ['USER_ID', 'users', 'user_id'],
    ['USER_ID', 'user_history', 'user_id'],
  ]
  expect(found([users, history])).toEqual(both)
  expect(found([history, users])).toEqual(both)
})

it('looks a code up by a key that is called alike, where the table is called so or a join brought its columns', () => {
  const calls = table('calls', [
    column('call_id', 'integer'),
    column('called_at', 'timestamp'),
    column('tariff_code'),
    column('grade'),
    column('plan_group'),
    column('zone_code', 'integer'),
  ])
  const times = [column('valid_from', 'timestamp'), column('valid_to', 'timestamp')] as const
  const spoken = (parent: Table) =>
    referencesOf({ table: calls, parents: [parent], timeColumn: null }).map(({ column, parentColumn }) => [
      column,
      parentColumn,
    ])
  expect(spoken(table('tariffs', [column('tariff'), column('price', 'decimal')]))).toEqual([['tariff_code', 'tariff']])
  expect(spoken(table('zone', [column('code', 'integer'), column('city')]))).toEqual([['zone_code', 'code']])
  // Akin and no more: only where what stands beside came by a join.
  const grades = [column('grade_class'), column('plan_group')] as const
  expect(spoken(table('price_history', [...grades, ...times]))).toEqual([['grade', 'grade_class']])
  expect(spoken(table('prices', grades))).toEqual([['grade', 'grade_class']])
  expect(spoken(table('price_history', [column('grade_class'), ...times]))).toEqual([])
  // Numbers are no texts.
  expect(spoken(table('zones', [column('zone'), column('city')]))).toEqual([])
})

it('looks nothing up in the table that this one is made from', () => {
  expect(feeds(raw, own)).toBe(true)
  expect(found([raw])).toEqual([])
})

it('looks up what stands beside a key of another name, and nothing where names are merely alike', () => {
  const visits = table('visits', [
    column('visit_id', 'integer'),
    column('seen_at', 'timestamp'),
    column('tariff_code'),
    column('plan'),
    column('price', 'decimal'),
  ])
  const tariffs = (...columns: readonly [ReturnType<typeof column>, ...ReturnType<typeof column>[]]) =>
    referencesOf({
      table: visits,
      parents: [table('tariff_history', columns)],
      timeColumn: null,
    }).map(reference => [reference.column, reference.parentColumn])
  const span = [column('valid_from', 'date'), column('valid_to', 'date')]
  expect(tariffs(column('tariff'), column('plan'), ...span)).toEqual([['tariff_code', 'tariff']])
  expect(tariffs(column('tariffkind'), column('plan'), ...span)).toEqual([['tariff_code', 'tariffkind']])
  expect(tariffs(column('tariff', 'integer'), column('plan'), ...span)).toEqual([])
  expect(tariffs(column('tariff'), column('minutes'), ...span)).toEqual([])
  expect(tariffs(column('tar'), column('plan'), ...span)).toEqual([])
})
