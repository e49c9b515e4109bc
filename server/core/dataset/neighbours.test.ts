import { expect, test } from 'vitest'
import { neighboursOf, registersOf, strangersOf } from './neighbours.ts'
import type { Column, Table } from './table.ts'

const named = (text: string) => {
  const [schema = '', name = ''] = text.split('.')
  return { schema, name }
}
const neighbours = (table: string, all: readonly string[], most = 30) =>
  neighboursOf(named(table), all.map(named), most).map(({ schema, name }) => `${schema}.${name}`)

test('raw data lies in another schema, under a name of the same words', () => {
  expect(
    neighbours('marts.fct_deliveries', [
      'marts.fct_deliveries',
      'raw.stg_orders__deliveries',
      'raw.couriers',
      'marts.dim_restaurants',
    ]),
  ).toEqual(['raw.stg_orders__deliveries', 'marts.dim_restaurants'])
  expect(neighbours('telemetry.EvtMatchEnd', ['landing.RawMatchEnd', 'landing.RawPayments'])).toEqual([
    'landing.RawMatchEnd',
  ])
  expect(neighbours('dwh.sendungen', ['stage.stg_sendung', 'stage.stg_kunde'])).toEqual(['stage.stg_sendung'])
})

test('the same table in an earlier layer lies upstream; a copy of the whole warehouse does not', () => {
  expect(neighbours('analytics.orders', ['raw.orders', 'analytics.users', 'dev.orders', 'dev.orders_clean'])).toEqual([
    'raw.orders',
    'analytics.users',
  ])
  for (const raw of ['bruto', 'brut', 'roh_erp', 'ruwe'])
    expect(neighbours('analytics.orders', [`${raw}.orders`])).toEqual([`${raw}.orders`])
})

test('where there are too many, those of the same words are kept', () => {
  const many = Array.from({ length: 40 }, (_, index) => `shop.t${index}`)
  expect(neighbours('shop.orders', [...many, 'shop.raw_orders'], 3)).toEqual(['shop.raw_orders', 'shop.t0', 'shop.t1'])
})

const table = (name: string, ...columns: readonly string[]): Table => {
  const column = (of: string): Column => ({
    name: of,
    nativeType: 'BIGINT',
    kind: 'integer',
    nullable: false,
    distinctEstimate: null,
  })
  const [first = 'id', ...others] = columns
  return {
    name: named(name),
    isView: false,
    columns: [column(first), ...others.map(column)],
    primaryKey: null,
    foreignKeys: [],
    rowEstimate: null,
  }
}
const registers = (of: Table, known: readonly string[], all: readonly string[]) =>
  registersOf(of, known.map(named), all.map(named)).map(({ schema, name }) => `${schema}.${name}`)

test('what its keys speak of lies in other schemas too, the last layer first, and so do calendars', () => {
  const all = ['raw.stores', 'ref.stores', 'ref.store_visits', 'ref.public_holidays', 'ref.suppliers', 'ops.day_jobs']
  expect(registers(table('core.sales', 'sale_id', 'store_id', 'day_no'), ['core.sales'], all)).toEqual([
    'ref.stores',
    'ref.store_visits',
    'ref.public_holidays',
  ])
  expect(registers(table('core.sales', 'hs_code'), ['core.sales'], ['ref.hs_codes', 'ref.dish_codes'])).toEqual([
    'ref.hs_codes',
  ])
  expect(registers(table('core.sales', 'StoreKey'), ['core.sales'], ['dim.DimStore'])).toEqual(['dim.DimStore'])
})

test('where a table at hand is called so, no other is sought', () => {
  expect(registers(table('core.sales', 'store_id'), ['core.sales', 'core.dim_store'], ['ref.stores'])).toEqual([])
  expect(registers(table('core.sales', 'id', 'no'), ['core.sales'], ['ref.ids', 'ref.no'])).toEqual([])
})

test('tables that no name leads to are told apart by the layer of their names, then by size', () => {
  const listed = (text: string, rowEstimate: number | null, isView = false) => ({
    name: named(text),
    rowEstimate,
    isView,
  })
  const all = [
    listed('erp.bookings', 5000),
    listed('erp.events', 9000),
    listed('landing.cdr', 5000),
    listed('stg.lines', null),
    listed('landing.codes', 12),
    listed('bi.calls_view', 5000, true),
    listed('landing.feed', 5000, true),
    listed('dev.calls', 5000),
    listed('dev.other', 5000),
  ]
  const strangers = strangersOf(named('dwh.calls'), [named('dwh.calls')], all).map(
    ({ schema, name }) => `${schema}.${name}`,
  )
  expect(strangers).toEqual(['landing.cdr', 'landing.feed', 'stg.lines', 'erp.events', 'erp.bookings'])
  expect(strangersOf(named('raw.calls'), [named('landing.cdr')], all).map(({ name }) => name)).toEqual([])
})
