import { describe, expect, it } from 'vitest'
import { addDays } from '../shared/calendar.ts'
import { expectDay } from './expectDay.ts'

const history = (values: readonly number[]) =>
  values.map((value, index) => ({ day: addDays('2026-01-05', index), value, rows: value, variance: null }))
const expected = (values: readonly number[]) =>
  expectDay(history(values), addDays('2026-01-05', values.length - 1), { model: 'count' })

/** Noise of 15 %, the same on every run. */
const noise = (index: number) => 1 + 0.15 * Math.sin(index * 12.9898) * Math.cos(index * 4.1)

describe('what a day should be', () => {
  it('is told by the level where three weeks show no rhythm', () => {
    // The weekday asked for was high twice by chance, as other weekdays were low.
    const flat = [
      12_600, 9100, 11_300, 8700, 10_400, 9500, 11_900, 12_300, 11_200, 8800, 10_900, 8600, 11_700, 9000, 9200, 9900,
      10_600, 11_400, 9800, 8900, 10_100, 10_000,
    ]
    expect(expected(flat).expected).toBe(9900)
  })

  it('is told by the weekday where there is one', () => {
    const weekly = Array.from({ length: 27 }, (_, index) =>
      Math.round((index % 7 > 4 ? 3000 : 10_000) * (1 + (noise(index) - 1) / 5)),
    )
    expect(expected(weekly).expected).toBeLessThan(3500)
  })

  it('is no rate below zero, where weeks with less follow weeks with more', () => {
    const rates = [
      ...Array.from({ length: 14 }, (_, index) => (index % 7 === 0 ? 0 : 0.2 + (index % 3) / 50)),
      0,
      0.13,
      0.12,
      0.14,
      0.12,
      0.13,
      0.12,
      0.5,
    ]
    const days = rates.map((value, index) => ({ day: addDays('2026-01-05', index), value, rows: 48, variance: null }))
    const { expected: rate, low, high, score } = expectDay(days, addDays('2026-01-05', 21), { model: 'rate' })
    expect([rate, low]).toEqual([0, 0])
    expect(high).toBeLessThan(0.5)
    expect(score).toBeGreaterThan(3)
  })
})
