import { expect, test } from 'vitest'
import { closest } from './closest.ts'

const tables = ['public.orders', 'public.customers', 'public.Order_Items', 'audit.orders']

test.each([
  ['public.ordrs', ['public.orders']],
  ['public.ORDERS', ['public.orders']],
  ['public.order_item', ['public.Order_Items']],
  ['public.shipments', []],
])('%s may mean %o', (text, found) => {
  expect(closest(text, tables)).toEqual(found)
})
