import { expect, test } from 'vitest'
import { anomaly, focus, question, series } from '../../../testing/facts.ts'
import { initial } from '../../investigation/state.ts'
import type { Case } from '../../measure/planned.ts'
import type { ValueCount } from '../../measure/signal.ts'
import { segmentsAreCurrencies } from './currency.ts'
import { sameRowsIn } from './twins.ts'

const counted = (value: string, alert: number, days: readonly number[]): ValueCount => ({
  value,
  rows: { alert, normal: 110 },
  days,
  lens: { alert: 4057, normal: 1066 },
})

/** All rows of one yard are of one currency; another yard has as many rows on the alert's day. */
const state: Case = {
  ...initial,
  question: { ...question, metric: { kind: 'average', column: 'amount' } },
  anomaly,
  focus,
  signals: [
    series,
    {
      scan: 'values',
      columns: [
        {
          column: 'yard',
          distinct: { alert: 3, normal: 3 },
          strength: 9,
          values: [counted('Lodz', 100, [113, 109]), counted('Graz', 100, [101, 99])],
        },
        {
          column: 'currency',
          distinct: { alert: 2, normal: 2 },
          strength: 9,
          values: [counted('EUR', 900, [880, 870]), counted('PLN', 100, [113, 109])],
        },
      ],
    },
    {
      scan: 'segments',
      verdict: 'located',
      causes: [
        {
          segment: [{ column: 'yard', value: 'Lodz' }],
          observed: 4057,
          expected: 1066,
          effect: 1,
          share: 1,
          rows: { alert: 100, normal: 113 },
          score: 26,
        },
      ],
      coverage: 1,
      complement: { observed: 0, expected: 0 },
      dimensions: ['yard', 'currency'],
    },
  ],
}

test('a value that tells the same rows on every day is another name of them', () => {
  expect(sameRowsIn(state, { column: 'yard', value: 'Lodz' })).toEqual(['yard', 'currency'])
  expect(sameRowsIn(state, { column: 'yard', value: 'Graz' })).toEqual(['yard'])
})

test('a place that pays in one currency is that currency', () => {
  expect(segmentsAreCurrencies(state)).toEqual({
    value: 1,
    text: 'yard = Lodz: the segments are currencies, by currency.',
  })
})
