import { expect, test } from 'vitest'
import { neighboursOf } from './neighbours.ts'

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
})

test('where there are too many, those of the same words are kept', () => {
  const many = Array.from({ length: 40 }, (_, index) => `shop.t${index}`)
  expect(neighbours('shop.orders', [...many, 'shop.raw_orders'], 3)).toEqual(['shop.raw_orders', 'shop.t0', 'shop.t1'])
})
