import { describe, expect, it } from 'vitest'
import { anomaly, focus, question, series } from '../../../testing/facts.ts'
import { initial } from '../../investigation/state.ts'
import type { Case } from '../../measure/planned.ts'
import type { Signal } from '../../measure/signal.ts'
import { silence, steadyLevel } from './arrival.ts'
import { capNats, numbersMissing } from './cap.ts'
import { missingAtTheEnd, missingInEmptyHours, restOfDay } from './rows.ts'

const two = (hour: number) => String(hour).padStart(2, '0')

/** A day of which each hour should have a hundred rows; the newest of the table. */
const dayOf = (rows: readonly number[], onsetHour: number | null = null): Case => ({
  ...initial,
  question,
  focus,
  anomaly: {
    ...anomaly,
    onset: onsetHour === null ? anomaly.onset : { at: `${question.day}T${two(onsetHour)}`, precision: 'hour' },
  },
  signals: [
    {
      ...series,
      newest: `${question.day}T23`,
      rows: { alert: rows.reduce((sum, count) => sum + count, 0), normal: 2400 },
      hours: rows.map((count, hour) => ({ at: `${question.day}T${two(hour)}`, rows: count, expectedRows: 100 })),
    },
  ],
})
/** Near a hundred, no two hours alike. */
const usual = Array.from({ length: 24 }, (_, hour) => 90 + ((hour * 7) % 24))
const with_ = (changed: Readonly<Record<number, number>>) => usual.map((rows, hour) => changed[hour] ?? rows)

describe('a gap', () => {
  it('holds the hours that it begins and ends in, and rows of other loads do not end it', () => {
    const day = dayOf(with_({ 11: 50, 12: 1, 13: 4, 14: 2, 15: 55 }))
    expect(missingInEmptyHours(day)?.text).toMatch(/^3 hours from 12:00 are empty/)
    expect(missingInEmptyHours(day)?.value).toBeCloseTo(1, 1)
    expect(restOfDay(day)?.value).toBeCloseTo(1, 1)
  })

  it('is none where hours only have less', () => {
    expect(missingInEmptyHours(dayOf(with_({ 11: 50, 12: 40, 13: 45 })))?.value).toBe(0)
  })
})

describe('the end of a day', () => {
  it('lacks rows, however many more than usual the morning had', () => {
    const day = dayOf(usual.map((rows, hour) => (hour < 20 ? rows + 25 : hour === 20 ? 40 : 0)))
    expect(missingAtTheEnd(day)?.value).toBe(1)
  })

  it('begins where rows became few, whatever single hour was busy since', () => {
    const share = missingAtTheEnd(dayOf(usual.map((rows, hour) => (hour < 12 ? rows : hour === 18 ? 90 : 20))))?.value
    expect(share).toBeGreaterThan(0.9)
  })

  it('is silent since the hour after which hardly a row came, wherever the search for the onset put it', () => {
    const early: Case = dayOf(usual.map((rows, hour) => (hour === 0 ? rows : 0)))
    const silent = {
      ...early,
      anomaly: { ...early.anomaly, onset: { at: '2026-06-10T09', precision: 'hour' } as const },
    }
    expect(silence(silent)?.value).toBe(23)
  })
})

describe('a limit by the hour', () => {
  it('is seen where several hours since the onset have just as many rows, and none has more', () => {
    const day = dayOf(
      usual.map((rows, hour) => (hour < 9 ? rows : 60)),
      9,
    )
    expect(capNats(day)).toMatchObject({ text: '15 hours have 60 rows each, and no hour has more: a limit.' })
    expect(capNats(day)?.value).toBeGreaterThan(6)
  })

  it('is none where hours are alike by chance, or have what they should', () => {
    expect(capNats(dayOf(usual.map(rows => Math.round(rows / 2))))?.value).toBeLessThan(4)
    expect(capNats(dayOf([...usual.slice(0, 21), 120, 120, 120].map(rows => rows - 20)))?.value).toBeLessThan(4)
  })

  it('is none where as many things report every hour', () => {
    const regular = (rows: number): Case => {
      const day = dayOf(
        usual.map((count, hour) => (hour < 9 ? count : 60)),
        9,
      )
      const before = Array.from({ length: 48 }, (_, hour) => ({
        at: `2026-06-0${hour < 24 ? 4 : 5}T${two(hour % 24)}`,
        rows: hour % 8 === 0 ? 98 : rows + (rows === 100 ? 0 : hour % 24),
        expectedRows: 100,
      }))
      return {
        ...day,
        signals: day.signals.map(signal =>
          signal.scan === 'series' ? { ...signal, hours: [...before, ...signal.hours] } : signal,
        ),
      }
    }
    expect(capNats(regular(100))?.value).toBeLessThan(4)
    expect(capNats(regular(90))?.value).toBeGreaterThan(6)
  })
})

describe('running numbers', () => {
  const filled = (normal: number, alert: number): Case => {
    const day = dayOf(usual.map(rows => Math.round(rows / 2)))
    return {
      ...day,
      signals: [
        ...day.signals,
        {
          scan: 'profile',
          columns: [],
          joint: { running: { column: 'id', share: { normal, alert } } },
        } as unknown as Signal,
      ],
    }
  }

  it('tell of rows that were made and did not arrive', () => {
    expect(numbersMissing(filled(0.96, 0.48))?.value).toBeCloseTo(1, 0)
  })

  it('tell nothing where most of them are given to rows of other tables anyway', () => {
    expect(numbersMissing(filled(0.3, 0.15))).toBeNull()
  })
})

describe('a level of its own', () => {
  it('tells a sample since an hour from a load that thins out or stops', () => {
    const half = (rows: number) => Math.round(rows / 2)
    expect(steadyLevel(dayOf(usual.map((rows, hour) => (hour < 14 ? rows : half(rows)))))?.value).toBe(1)
    expect(steadyLevel(dayOf(with_({ 20: 80, 21: 55, 22: 25, 23: 5 })))?.value).toBe(0)
    expect(steadyLevel(dayOf(usual))?.value).toBe(0)
    expect(
      steadyLevel(
        dayOf(
          usual.map((rows, hour) => (hour < 9 ? rows : Math.round(rows * (1 - Math.min(1, 0.25 + (hour - 9) / 20))))),
        ),
      )?.value,
    ).toBe(0)
  })
})

it('counts empty hours here and there together, and none that are a run', () => {
  const third = dayOf(usual.map((rows, hour) => (hour % 3 === 1 ? 0 : rows)))
  expect(missingInEmptyHours(third)?.value).toBeCloseTo(1)
  expect(restOfDay(third)?.value).toBeCloseTo(1, 1)
  expect(missingInEmptyHours(third)?.text).toContain('here and there')
  expect(missingInEmptyHours(dayOf(with_({ 10: 0, 11: 0, 12: 0 })))?.text).not.toContain('here and there')
})
