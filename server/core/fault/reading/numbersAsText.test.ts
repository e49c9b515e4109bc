import { expect, test } from 'vitest'
import { anomaly, column, focus, orders, question, series } from '../../../testing/facts.ts'
import { initial } from '../../investigation/state.ts'
import type { Case } from '../../measure/planned.ts'
import type { ColumnProfile, TextProfile } from '../../measure/signal.ts'
import type { Pair } from '../../measure/pair.ts'
import { brokenNumbers, brokenWhereNull, isNumberColumn } from './numbersAsText.ts'

const pair = (normal: number, alert: number): Pair => ({ normal, alert })

const text = (name: string, own: Partial<TextProfile>): ColumnProfile => ({
  column: name,
  part: 'inside',
  rows: pair(500, 500),
  nullRate: pair(0, 0),
  nullWithTarget: 0,
  numbers: null,
  texts: {
    sentinels: [],
    numericRate: pair(0, 0),
    dressedRate: pair(0, 0),
    dressedWithTarget: 0,
    traits: [],
    longest: null,
    ...own,
  },
})

const withTexts = (metric: 'nullRate' | 'distinctCount', columns: readonly ColumnProfile[]): Case => ({
  ...initial,
  question: { ...question, metric: { kind: metric, column: metric === 'nullRate' ? 'amount' : 'reading' } },
  anomaly: { ...anomaly, observed: 0.3, expected: 0, direction: 'up' },
  focus: { ...focus, table: { ...orders, columns: [...orders.columns, column('reading'), column('amount_raw')] } },
  signals: [series, { scan: 'profile', columns }],
})

test('a text column of numbers that holds words now explains the numbers that are missing', () => {
  const state = withTexts('nullRate', [
    text('amount_raw', { numericRate: pair(1, 0.7), otherWithTarget: 1 }),
    text('country', { otherWithTarget: 1 }),
  ])
  expect(brokenNumbers(state)).toEqual({
    value: expect.closeTo(0.3),
    text: 'amount_raw held plain numbers in 100 % of its rows, and holds them in 70 %.',
  })
  expect(brokenWhereNull(state)?.value).toBe(1)
})

test('versions, which look dressed on any day, explain nothing', () => {
  const release = text('release', { dressedRate: pair(0.8, 0.8), dressedWithTarget: 0.8 })
  const price = text('price', { dressedRate: pair(0, 0.8), dressedWithTarget: 0.8 })
  expect(brokenWhereNull(withTexts('nullRate', [release]))).toBeNull()
  expect(brokenWhereNull(withTexts('nullRate', [release, price]))?.text).toContain('price')
})

test('words explain nothing where no column of numbers lost any', () => {
  const state = withTexts('nullRate', [text('country', { otherWithTarget: 1 })])
  expect(brokenNumbers(state)?.value).toBe(0)
  expect(brokenWhereNull(state)?.value).toBe(0)
})

test('amounts are numbers, codes of digits are not', () => {
  const reading = (fractions: number) =>
    isNumberColumn(
      withTexts('distinctCount', [
        text('reading', { numericRate: pair(1, 0.7), fractionRate: pair(fractions, fractions) }),
      ]),
    )?.value
  expect([reading(0.8), reading(0)]).toEqual([1, 0])
})

test('where the values of one column are watched, only its own texts can have been numbers', () => {
  const state = withTexts('distinctCount', [
    text('amount_raw', { numericRate: pair(1, 0.5), otherWithTarget: 1 }),
    text('reading', {}),
  ])
  expect(brokenNumbers(state)?.value).toBe(0)
})
