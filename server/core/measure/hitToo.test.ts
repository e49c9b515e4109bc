import { describe, expect, it } from 'vitest'
import { anomaly, focus, question } from '../../testing/facts.ts'
import { initial } from '../investigation/state.ts'
import { isHitToo } from './hitToo.ts'
import type { Case } from './planned.ts'
import type { ValueCount } from './signal.ts'

const state: Case = {
  ...initial,
  focus,
  question: { ...question, metric: { kind: 'nullRate', column: 'user_id' } },
  anomaly,
}

/** Values, each with its rows on the alert's day, of which `flagged` is the share, and on four days before. */
const values = (list: readonly (readonly [string, number, number, readonly number[]])[]): readonly ValueCount[] =>
  list.map(([value, alert, flagged, days]) => ({
    value,
    days,
    rows: { alert, normal: days.reduce((sum, rows) => sum + rows, 0) / days.length },
    lens: { alert: flagged, normal: 0 },
  }))
const hit = (list: Parameters<typeof values>[0]) =>
  isHitToo(state, { column: 'due', strength: 1, distinct: { alert: 9, normal: 9 }, values: values(list) })

const days = [
  ['2026-06-01', 0, 0, [100, 0, 0, 0]],
  ['2026-06-02', 0, 0, [0, 100, 0, 0]],
  ['2026-06-03', 0, 0, [0, 0, 100, 0]],
  ['2026-06-04', 0, 0, [0, 0, 0, 100]],
] as const

describe('a column with new values every day', () => {
  it('is hit too where the flagged rows hold values built as none before', () => {
    expect(hit([...days, ['2026-06-05', 80, 0, [0, 0, 0, 0]], ['05/06/2026', 20, 1, [0, 0, 0, 0]]])).toBe(true)
  })

  it('is a place where the flagged rows hold new values built as all are', () => {
    expect(hit([...days, ['2026-06-05', 80, 0, [0, 0, 0, 0]], ['2026-06-06', 20, 1, [0, 0, 0, 0]]])).toBe(false)
  })
})

it('a new value of a column that holds still is a place, however it is built', () => {
  const still = [100, 100, 100, 100]
  expect(
    hit([
      ['7.1.0', 80, 0, still],
      ['7.2.0', 80, 0, still],
      ['8.0.0-rc', 20, 1, [0, 0, 0, 0]],
    ]),
  ).toBe(false)
})

it('a column that normal days leave empty is no place where it took rows from those without, or holds several values', () => {
  const filled = (fresh: readonly string[], empty: number) =>
    isHitToo(state, {
      column: 'hint',
      strength: 1,
      distinct: { alert: 2, normal: 1 },
      values: [
        { value: null, days: [1000, 1000], rows: { alert: empty, normal: 1000 }, lens: null },
        ...fresh.map(value => ({ value, days: [0, 0], rows: { alert: 300, normal: 0 }, lens: null })),
      ],
    })
  expect([filled(['h1'], 700), filled(['h1', 'h2', 'h3'], 1000), filled(['test'], 1000)]).toEqual([true, true, false])
})
