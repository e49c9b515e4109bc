import { expect, it } from 'vitest'
import { anomaly, focus, question, series } from '../../../testing/facts.ts'
import { initial } from '../../investigation/state.ts'
import type { Case } from '../../measure/planned.ts'
import type { JointProfile, Signal } from '../../measure/signal.ts'
import { bestShift, clockShift } from './clock.ts'

const none = { alert: 0, normal: 0 }
type Lag = JointProfile['lags'][number]
const onTime: Lag = {
  column: 'arrived_at',
  hours: { alert: 0.5, normal: 0.5 },
  late: none,
  early: none,
  same: none,
  past: none,
  batchHours: null,
}

/** Sensors that report every hour alike: the hours of three days, and how far the time of arrival is from the time of the reading. */
const reported = (days: readonly (readonly number[])[], lag: Partial<Lag> = {}): Case => ({
  ...initial,
  focus,
  question,
  anomaly,
  signals: [
    { ...series, newest: '2026-06-13T23' },
    {
      scan: 'hours',
      normal: Array.from({ length: 24 }, () => 50),
      days: days.map((rows, index) => ({ day: `2026-06-1${index + 1}`, rows })),
    },
    {
      scan: 'profile',
      columns: [],
      joint: { relations: [], ratios: [], rising: [], running: null, lags: [{ ...onTime, ...lag }] },
    } satisfies Signal,
  ],
})
const steady = Array.from({ length: 24 }, () => 50)
const gapAt = (from: number, hours: number) =>
  steady.map((rows, hour) => (hour >= from && hour < from + hours ? 0 : rows))

it('tells a clock that is ahead by whole hours where rows arrive before they happened, all by as much', () => {
  const ahead = reported([steady, gapAt(3, 3), steady], {
    hours: { alert: -2.5, normal: 0.5 },
    early: { alert: 0.95, normal: 0 },
  })
  expect(bestShift(ahead)).toMatchObject({ lag: 3 })
  expect(clockShift(ahead)?.value).toBeGreaterThan(0.9)
})

it('does not where they arrive as ever, or early by no whole hours', () => {
  expect(
    clockShift(reported([steady, gapAt(3, 3), steady], { hours: { alert: 0.5, normal: 0.5 } }))?.value,
  ).toBeLessThan(0.7)
  expect(
    clockShift(
      reported([steady, steady, steady], { hours: { alert: -7.9, normal: 0.5 }, early: { alert: 0.95, normal: 0 } }),
    )?.value,
  ).toBe(0)
})

it('finds a clock that went wrong early on the day before', () => {
  const daily = Array.from({ length: 24 }, (_, hour) => (hour < 6 ? 5 : 40 + hour * 3))
  const early = (day: number) =>
    daily.map(
      (_, hour) =>
        (day * 24 + hour + 5 >= 6 ? (daily[(hour + 5) % 24] ?? 0) : 0) + (day * 24 + hour < 6 ? (daily[hour] ?? 0) : 0),
    )
  const given = reported([early(0), early(1), early(2)])
  const signals = given.signals.map(signal => (signal.scan === 'hours' ? { ...signal, normal: daily } : signal))
  expect(bestShift({ ...given, signals })?.lag).toBe(-5)
})
