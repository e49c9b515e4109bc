import { expect, test } from 'vitest'
import { noPrices, priceEstimate } from './queryCost.ts'

const reading = (bytes: number | null) => ({ rows: 10, bytes, how: 'plan' }) as const

test('bytes are priced by the terabyte, to the nearest millionth', () => {
  const prices = { terabyte: 6_250_000n, second: null }
  expect(
    [1_000_000_000_000, 3_500_000_000, 79_999, 80_000, 0].map(bytes => priceEstimate(reading(bytes), prices).cost),
  ).toEqual(['6.25', '0.021875', '0.00', '0.000001', '0.00'])
})

test('without a price, or without a number, no amount is told', () => {
  expect(priceEstimate(reading(5), noPrices)).toEqual({ ...reading(5), cost: null })
  expect(priceEstimate(reading(null), { terabyte: 1n, second: 1n }).cost).toBeNull()
})
