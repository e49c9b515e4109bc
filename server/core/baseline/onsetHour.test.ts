import { expect, test } from 'vitest'
import { addHours } from '../shared/calendar.ts'
import { onsetHour } from './onsetHour.ts'

const hours = (value: (hour: number) => number | null) =>
  Array.from({ length: 48 }, (_, hour) => ({
    at: addHours('2026-03-01T00', hour),
    value: value(hour),
    rows: value(hour) ?? 0,
    expected: 100,
  }))
const onset = (all: ReturnType<typeof hours>) =>
  onsetHour(all, '2026-03-02', { model: 'count', normal: all.slice(0, 24) })
const wobble = (hour: number) => 100 + 5 * Math.sin(hour * 2.1)

test('finds the hour in which the values left their course', () => {
  expect(onset(hours(hour => (hour >= 24 + 14 ? 40 : wobble(hour))))).toEqual({
    at: '2026-03-02T14',
    precision: 'hour',
  })
})

test('finds the beginning of a hole that closes again', () => {
  expect(onset(hours(hour => (hour >= 33 && hour < 36 ? null : wobble(hour))))).toEqual({
    at: '2026-03-02T09',
    precision: 'hour',
  })
})

test('names no hour when the day was affected from midnight', () => {
  expect(onset(hours(hour => (hour >= 24 ? 40 : wobble(hour))))).toBeNull()
})

test('names no hour when nothing stands out', () => {
  expect(onset(hours(wobble))).toBeNull()
})

test('finds an onset of a rate in the evening before, and not where that evening was only a little off, nor of a count', () => {
  const share = (hour: number) => 0.1 + 0.005 * Math.sin(hour * 2.1)
  const shares = (value: (hour: number) => number) => hours(value).map(hour => ({ ...hour, rows: 400, expected: 0.1 }))
  const ofRate = (all: ReturnType<typeof hours>) =>
    onsetHour(all, '2026-03-02', { model: 'rate', normal: shares(share).slice(0, 24) })
  expect(ofRate(shares(hour => (hour >= 19 ? 0.4 : share(hour))))).toEqual({ at: '2026-03-01T19', precision: 'hour' })
  expect(ofRate(shares(hour => (hour >= 24 ? 0.4 : hour >= 21 ? 0.13 : share(hour))))).toBeNull()
  expect(onset(hours(hour => (hour >= 19 ? 40 : wobble(hour))))).toBeNull()
})

test('an anomaly that began on a day has begun by its end, however loud an hour of the next day', () => {
  const means = Array.from({ length: 72 }, (_, hour) => ({
    at: addHours('2026-03-01T00', hour),
    value: hour < 34 ? 2 : hour === 70 ? 300 : 12,
    rows: hour === 70 ? 20 : 50,
    expected: 2,
  }))
  const normal = Array.from({ length: 24 }, (_, hour) => ({
    at: addHours('2026-02-20T00', hour),
    value: 2 + 0.2 * Math.sin(hour * 2.1),
    rows: 50,
    expected: 2,
  }))
  const ofMean = onsetHour(means, '2026-03-02', { model: 'mean', normal, direction: 'up' })
  expect(ofMean).toEqual({ at: '2026-03-02T10', precision: 'hour' })
})
