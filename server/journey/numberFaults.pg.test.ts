import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Metric } from '../core/metric/metric.ts'
import { stopInvestigating } from '../testing/investigate.ts'
import { createSales, day, found, since, today, type Sales } from '../testing/sales.ts'

// Faults of numbers, each in real tables, asked through the whole engine: strong and mild, in a segment and everywhere; and beside them what they are mistaken for.

let sales: Sales
beforeAll(async () => {
  sales = await createSales()
})
afterAll(async () => {
  await sales.remove()
  await stopInvestigating()
})

const average = (column: string): Metric => ({ kind: 'average', column })
const sum = (column: string): Metric => ({ kind: 'sum', column })
const maximum = (column: string): Metric => ({ kind: 'maximum', column })
const distinct = (column: string): Metric => ({ kind: 'distinctCount', column })
const ask = (metric: Metric, ...happened: readonly string[]) => sales.ask({ metric, happened })

const set = (change: string, where = 'TRUE') => `UPDATE sales SET ${change} WHERE ${since} AND ${where}`
const some = (share: number) => `hash(sale_id, 'some') % 100 < ${share}`
const few = (rows: number) =>
  `sale_id IN (SELECT sale_id FROM sales WHERE ${today} ORDER BY hash(sale_id, 'few') LIMIT ${rows})`
const runningTotal = (
  where: string,
) => `UPDATE sales SET weight = c FROM (SELECT sale_id AS i, sum(weight) OVER (PARTITION BY store ORDER BY sold_at, sale_id) AS c
  FROM sales WHERE ${since} AND ${where}) WHERE i = sale_id`

describe('a placeholder', () => {
  test('among small numbers is no change of unit', async () => {
    expect(
      await ask({ kind: 'minimum', column: 'quantity' }, set('quantity = -1', `channel = 'app' AND ${some(55)}`)),
    ).toEqual(found('sentinelValues', ['channel', 'app']))
  })
  test('that stands for half of the values is none either', async () => {
    expect(await ask(average('weight'), set('weight = 0', some(40)))).toEqual(found('sentinelValues'))
  })
})

describe('a change of unit', () => {
  test('in one currency: pence for pounds', async () => {
    expect(await ask(average('total'), set('total = total * 100', `currency = 'GBP'`))).toEqual(
      found('unitChange', ['currency', 'GBP']),
    )
  })
  test('for some of the rows everywhere', async () => {
    expect(await ask(average('total'), set('total = total * 100', some(60)))).toEqual(found('unitChange'))
  })
  test('of which only the extreme is watched', async () => {
    expect(await ask(maximum('weight'), set('weight = weight * 1000', some(60)))).toEqual(found('unitChange'))
  })
  test('in one channel, pounds for kilograms', async () => {
    expect(await ask(average('weight'), set('weight = weight * 2.204623', `channel = 'app'`))).toEqual(
      found('unitChange', ['channel', 'app']),
    )
  })
  test('is not told from a factor that is no unit', async () => {
    expect(await ask(average('weight'), set('weight = weight * 1.35'))).toMatchObject({ conclusion: 'causeNotFound' })
  })
})

describe('currencies mixed', () => {
  test('kronor among euros', async () => {
    expect(await ask(sum('total'), set('total = total * 10.9', `currency = 'SEK'`))).toEqual(
      found('currencyMix', ['currency', 'SEK']),
    )
  })
  test('a rate applied twice', async () => {
    expect(await ask(average('total'), set('total = total * 1.9', `currency = 'GBP'`))).toEqual(
      found('currencyMix', ['currency', 'GBP']),
    )
  })
})

describe('a change of definition', () => {
  test('net for gross everywhere', async () => {
    expect(await ask(average('total'), set('total = net'))).toEqual(found('definitionChange'))
  })
  test('the tax alone, in one channel', async () => {
    expect(await ask(average('total'), set('total = tax', `channel = 'app'`))).toEqual(
      found('definitionChange', ['channel', 'app']),
    )
  })
  test('is not claimed where prices rise and everything agrees', async () => {
    expect(
      await ask(
        average('total'),
        set('unit_price = unit_price * 1.3, net = net * 1.3, tax = tax * 1.3, total = total * 1.3'),
      ),
    ).toMatchObject({ conclusion: 'externalCause' })
  })
})

describe('a few extreme values', () => {
  test('three mistyped amounts, seen in the average', async () => {
    expect(await ask(average('total'), set('total = total * 10000', few(3)))).toEqual(found('outliers'))
  })
  test('two of them, thirty times too high, seen in the maximum', async () => {
    expect(await ask(maximum('weight'), set('weight = weight * 30', few(2)))).toEqual(found('outliers'))
  })
})

describe('digits lost', () => {
  test('rounded to whole numbers everywhere', async () => {
    expect(await ask(distinct('weight'), set('weight = round(weight)'))).toEqual(found('precisionLoss'))
  })
  test('rounded to tenths, half of the rows', async () => {
    expect(await ask(distinct('weight'), set('weight = round(weight, 1)', some(50)))).toEqual(found('precisionLoss'))
  })
  test('cut at what a byte holds', async () => {
    expect(
      await ask(average('weight'), 'UPDATE sales SET weight = weight * 10', set('weight = 255', 'weight > 255')),
    ).toEqual(found('precisionLoss'))
  })
})

describe('running totals', () => {
  test('of every store', async () => {
    expect(await ask(sum('weight'), runningTotal('TRUE'))).toEqual(found('cumulativeValues'))
  })
  test('in one channel', async () => {
    expect(await ask(average('weight'), runningTotal(`channel = 'app'`))).toEqual(
      found('cumulativeValues', ['channel', 'app']),
    )
  })
})

test('nulls of people whom no column tells come from outside', async () => {
  const hidden = `hash(sale_id, 'hidden') % 100 < 20`
  expect(await ask({ kind: 'nullRate', column: 'customer_no' }, set('customer_no = NULL', hidden))).toEqual({
    conclusion: 'externalCause',
    cause: null,
    segments: [],
    onset: day,
  })
})

test('nothing is claimed where nothing happened', async () => {
  for (const metric of [average('total'), sum('total'), maximum('weight'), distinct('weight'), average('weight')]) {
    expect(await ask(metric)).toMatchObject({ conclusion: 'noAnomaly', cause: null })
  }
})
