import { expect, test } from 'vitest'
import { allowance } from './allowance.ts'

const intended = { queries: 1, timeoutMs: 60_000, bytesCost: 0n }
/** Two cents a second, of a dollar. */
const pace = { second: 20_000n, usualMs: null }
const left = (micros: bigint) => [
  { limit: 1_000_000n + micros, spent: 900_000n, committed: 100_000n },
  { limit: 999_000_000n, spent: 0n, committed: 0n },
]

test('with much left a query may take its time', () => {
  expect(allowance(left(100_000_000n), intended, pace)).toEqual({ micros: 1_200_000n, queryMs: 60_000 })
})

test('near the limit it is cut to a quarter of what is left, whatever nobody knows of the data source', () => {
  expect(allowance(left(1_000_000n), intended, pace)).toEqual({ micros: 250_000n, queryMs: 12_500 })
  expect(allowance(left(1_000_000n), { ...intended, queries: 2, bytesCost: 200_000n }, pace)).toEqual({
    micros: 400_000n,
    queryMs: 5_000,
  })
})

test('the last step is given twice what its queries usually take, and a second at least', () => {
  expect(allowance(left(1_000n), intended, { ...pace, usualMs: 3 })).toEqual({ micros: 20_000n, queryMs: 1_000 })
  expect(allowance(left(1_000n), intended, pace)).toEqual({ micros: 20_000n, queryMs: 1_000 })
  expect(allowance(left(1_000n), intended, { ...pace, usualMs: 3_000 })).toEqual({ micros: 120_000n, queryMs: 6_000 })
})

test('steps that begin side by side come to the budget and one step at most', () => {
  const limit = 3_000_000n
  let [committed, overshoot] = [0n, 0n]
  for (let step = 0; step < 200 && committed < limit; step += 1) {
    const { micros } = allowance([{ limit, spent: 0n, committed }], intended, { ...pace, usualMs: 800 })
    committed += micros
    overshoot = committed - limit
  }
  expect(committed).toBeGreaterThanOrEqual(limit)
  expect(overshoot).toBeLessThanOrEqual(32_000n)
})

test('without a price of seconds, or without a budget, nothing is cut', () => {
  expect(allowance(left(1_000n), { ...intended, bytesCost: 7n }, { second: null, usualMs: 9_000 })).toEqual({
    micros: 7n,
    queryMs: 60_000,
  })
  expect(allowance(left(1_000n), intended, { second: 0n, usualMs: null })).toEqual({ micros: 0n, queryMs: 60_000 })
  expect(allowance([], { ...intended, queries: 2, bytesCost: 7n }, { second: 20_000n, usualMs: 1_500 })).toEqual({
    micros: 60_007n,
    queryMs: 60_000,
  })
})
