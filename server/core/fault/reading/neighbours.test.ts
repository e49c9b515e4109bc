import { expect, test } from 'vitest'
import { anomaly, focus, orders, question, series } from '../../../testing/facts.ts'
import { initial } from '../../investigation/state.ts'
import type { Case } from '../../measure/planned.ts'
import type { Pair } from '../../measure/pair.ts'
import { partialLoad } from '../partialLoad.ts'

/** This table has 600 of its 1,000 rows; the one upstream as many as given. */
const madeFrom = (rows: Pair): Case => ({
  ...initial,
  question,
  focus,
  anomaly,
  signals: [
    { ...series, rows: { alert: 600, normal: 1000 } },
    {
      scan: 'upstream',
      tables: [{ table: { schema: 'shop', name: 'raw_orders' }, observed: rows.alert, usual: rows.normal, rows }],
    },
  ],
})

test('where the day is not over upstream either, a load that is behind that is late by itself', () => {
  expect(partialLoad.origin?.(madeFrom({ alert: 660, normal: 1000 }))).toEqual(orders.name)
  expect(partialLoad.origin?.(madeFrom({ alert: 1010, normal: 1000 }))).toEqual(orders.name)
})

test('one that lacks what the table upstream lacks has it from there, and a handful of rows tell nothing', () => {
  expect(partialLoad.origin?.(madeFrom({ alert: 1205, normal: 2000 }))).toBeNull()
  expect(partialLoad.origin?.(madeFrom({ alert: 9, normal: 10 }))).toBeNull()
})
