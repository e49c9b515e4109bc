import { describe, expect, test } from 'vitest'
import { addDays } from '../shared/calendar.ts'
import type { DayPoint } from './dayPoint.ts'
import { expectDay } from './expectDay.ts'
import { measureAnomaly } from './measureAnomaly.ts'

/** From Monday 5 January 2026: quieter weekends and a wobble of 3 %. */
const usual = (index: number) => Math.round((index % 7 > 4 ? 500 : 1000) * (1 + 0.03 * Math.sin(index * 7.7)))
const history = (length: number, value: (index: number) => number | null = usual): readonly DayPoint[] =>
  Array.from({ length }, (_, index) => ({
    day: addDays('2026-01-05', index),
    value: value(index),
    rows: value(index) ?? 0,
    variance: null,
  }))
const last = (points: readonly DayPoint[]) => points.at(-1)?.day ?? ''
const measure = (points: readonly DayPoint[]) => measureAnomaly(points, last(points), { model: 'count' })

describe('measureAnomaly', () => {
  test('finds no anomaly on any day of a weekly rhythm', () => {
    const points = history(70)
    expect(points.slice(14).filter(({ day }) => measureAnomaly(points, day, { model: 'count' }).anomalous)).toEqual([])
  })

  test('dates an anomaly by its first day and compares with the days before it', () => {
    const found = measure(history(60, index => (index > 56 ? usual(index) * 0.6 : usual(index))))
    expect(found).toMatchObject({
      anomalous: true,
      direction: 'down',
      onsetDay: '2026-03-03',
      days: ['2026-03-03', '2026-03-04', '2026-03-05'],
      shape: 'step',
      baselineDays: ['2026-02-26', '2026-02-19', '2026-02-12', '2026-02-05', '2026-01-29', '2026-01-22'],
    })
  })

  test('calls one bad day with normal days after it a spike', () => {
    const points = history(60, index => (index === 50 ? usual(index) * 2 : usual(index)))
    expect(measureAnomaly(points, '2026-02-24', { model: 'count' })).toMatchObject({
      anomalous: true,
      direction: 'up',
      shape: 'spike',
      days: ['2026-02-24'],
    })
  })

  test('calls what grows from little a ramp', () => {
    expect(measure(history(60, index => usual(index) * (1 + 0.16 * Math.max(0, index - 54))))).toMatchObject({
      anomalous: true,
      shape: 'ramp',
      direction: 'up',
    })
  })

  test('counts a day without rows as zero', () => {
    expect(measure(history(40, index => (index === 39 ? null : usual(index))))).toMatchObject({
      anomalous: true,
      observed: 0,
      direction: 'down',
    })
  })

  test('does not let a holiday widen the band', () => {
    const width = (points: readonly DayPoint[]) => {
      const { low, high } = measure(points)
      return Math.round(high - low)
    }
    const without = width(history(60))
    expect(Math.abs(width(history(60, index => (index === 45 ? 20 : usual(index)))) - without)).toBeLessThan(
      0.2 * without,
    )
  })

  test('takes a change below 5 % of a steady count for nothing', () => {
    const steady = (change: number) => history(60, index => 1_000_000 * (index === 59 ? change : 1))
    expect([measure(steady(1.04)).anomalous, measure(steady(1.06)).anomalous]).toEqual([false, true])
  })

  test('sees a shift of some days that each alone would pass for noise', () => {
    const restless = (index: number) => 3.5 + 0.9 * Math.sin(index * index * 7.7)
    const points = history(24, index => (index > 18 ? 0.5 : restless(index)))
    const found = measureAnomaly(points, last(points), { model: 'other' })
    expect(found).toMatchObject({
      suspected: true,
      direction: 'down',
      onsetDay: '2026-01-24',
      days: ['2026-01-24', '2026-01-25', '2026-01-26', '2026-01-27', '2026-01-28'],
      shape: 'step',
    })
    expect(found.expected).toBeCloseTo(3.83, 1)
    const quiet = history(70, restless)
    expect(quiet.slice(14).filter(({ day }) => measureAnomaly(quiet, day, { model: 'other' }).anomalous)).toEqual([])
  })

  test('suspects a change that is large for the noise and small for the band, and dates it', () => {
    const found = measure(history(60, index => Math.round(usual(index) * (index > 57 ? 0.8 : 1))))
    expect(found).toMatchObject({ anomalous: false, suspected: true, onsetDay: '2026-03-04' })
    expect(measure(history(60))).toMatchObject({ anomalous: false, suspected: false, onsetDay: null })
  })

  test('takes a null rate that was always zero and now is a quarter for an anomaly', () => {
    const points = history(30).map((point, index) => ({ ...point, rows: 5000, value: index === 29 ? 0.24 : 0 }))
    expect(measureAnomaly(points, last(points), { model: 'rate' })).toMatchObject({
      anomalous: true,
      expected: 0,
      observed: 0.24,
      low: 0,
    })
  })

  test('works from a single earlier day, and draws no band without one', () => {
    const two = measure(history(2, index => (index === 0 ? 1000 : 100)))
    const one = measure(history(1))
    expect([two.anomalous, two.expected, one.anomalous, one.enough]).toEqual([true, 1000, false, false])
    expect(one.series).toEqual([{ at: '2026-01-05', value: 1000, rows: 1000, expected: null, low: null, high: null }])
  })
})

describe('expectDay', () => {
  test('follows the growth of recent weeks', () => {
    const points = history(61, index => 1000 * 1.01 ** index)
    expect(
      Math.abs(expectDay(points, last(points), { model: 'count' }).expected / (1000 * 1.01 ** 60) - 1),
    ).toBeLessThan(0.05)
  })

  test('takes no abnormal day for a normal one later on', () => {
    const points = history(60, index => (index === 45 || index === 52 ? 3 * usual(index) : usual(index)))
    const { expected, baselineDays } = expectDay(points, last(points), { model: 'count' })
    expect([
      Math.abs(expected / usual(59) - 1) < 0.06,
      baselineDays.includes('2026-02-19'),
      baselineDays.includes('2026-02-26'),
    ]).toEqual([true, false, false])
  })
})
