import { expect, test } from 'vitest'
import { median, quantile, robustSpread, weightedMedian } from './statistics.ts'
import { wilsonInterval } from './statisticsInterval.ts'
import { binomialTail, logGamma, normalTail, poissonTail } from './statisticsTail.ts'
import { theilSen } from './statisticsTrend.ts'

test('order statistics interpolate, and one wild value moves neither median nor spread', () => {
  expect([median([3, 1, 2, 4]), quantile([1, 2, 3, 4, 5], 0.9), robustSpread([1, 2, 3, 4, 1000])]).toEqual([
    2.5, 4.6, 1.4826,
  ])
})

test('a weighted median lies where half of the weight is below', () => {
  expect(
    weightedMedian([
      { value: 1, weight: 1 },
      { value: 2, weight: 5 },
      { value: 9, weight: 0 },
      { value: 7, weight: 2 },
    ]),
  ).toBe(2)
})

test('tails agree with the tables', () => {
  const close = [
    normalTail(1.959964),
    normalTail(5),
    poissonTail(3, 1),
    poissonTail(5, 20),
    binomialTail({ count: 8, trials: 10, p: 0.5 }),
    logGamma(5),
  ]
  const table = [0.025, 2.866515719e-7, 0.0803013971, 0.9999830553, 0.0546875, Math.log(24)]
  expect(close.map((value, place) => Math.abs(value / (table[place] ?? 1) - 1) < 1e-5)).toEqual([
    true,
    true,
    true,
    true,
    true,
    true,
  ])
})

test('Wilson keeps room above zero hits and says nothing without trials', () => {
  const { low, high } = wilsonInterval(0, 10)
  expect([low, Number(high.toFixed(4)), wilsonInterval(0, 0)]).toEqual([0, 0.2775, { low: 0, high: 1 }])
})

test('a Theil-Sen line ignores an outlier', () => {
  expect(theilSen([0, 1, 2, 3, 4].map(x => ({ x, y: x === 2 ? 500 : 2 * x + 1 }))).slope).toBe(2)
})
