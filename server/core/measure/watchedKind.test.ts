import { expect, it } from 'vitest'
import { anomaly, focus, question, series } from '../../testing/facts.ts'
import { propose } from '../hypothesis/propose.ts'
import { initial } from '../investigation/state.ts'
import { lensOf } from './lens.ts'
import { watchedKind } from './watchedKind.ts'
import type { Case } from './planned.ts'

/** A thousand rows on a normal day and 600 now, with so many distinct values expected among them. */
const expecting = (expected: number): Case => ({
  ...initial,
  focus,
  question: { ...question, metric: { kind: 'distinctCount', column: 'user_id' } },
  anomaly: { ...anomaly, expected, observed: expected * 0.6, direction: 'down' },
  signals: [{ ...series, rows: { alert: 600, normal: 1000 } }],
})

it('distinct ids are rows: they are looked at as rows, and lost as rows are', () => {
  const state = expecting(995)
  expect([watchedKind(state), lensOf(state).model]).toEqual(['rowCount', 'count'])
  const kinds = propose(state).hypotheses.map(({ kind }) => kind)
  expect(kinds).toEqual(expect.arrayContaining(['missingSlice', 'feedOutage', 'rowCap']))
  expect(kinds).not.toContain('valueRecoded')
})

it('distinct ids of rows that did not become fewer have lost their difference, and are values', () => {
  const state = expecting(995)
  expect(watchedKind({ ...state, signals: [{ ...series, rows: { alert: 1000, normal: 1000 } }] })).toBe('distinctCount')
})

it('distinct values that rows share are values', () => {
  const state = expecting(40)
  expect([watchedKind(state), lensOf(state).model]).toEqual(['distinctCount', 'rate'])
  expect(propose(state).hypotheses.map(({ kind }) => kind)).toContain('valueRecoded')
})
