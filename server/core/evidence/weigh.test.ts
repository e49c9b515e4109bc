import { expect, test } from 'vitest'
import { anomaly, focus, question, series } from '../../testing/facts.ts'
import { initial } from '../investigation/state.ts'
import type { Case } from '../measure/planned.ts'
import { weigh, weighEvidence } from './weigh.ts'

const confined = { ifTrue: { min: 0.8, max: null }, ifFalse: { min: null, max: 0.2 }, strength: 'decisive' } as const

test('a number in the range expected if true has the full weight, in the other the full weight against', () => {
  expect(weigh(0.9, confined)).toBe(4)
  expect(weigh(0.1, confined)).toBe(-4)
})

test('in between it weighs by how near it is to each', () => {
  expect(weigh(0.5, confined)).toBeCloseTo(0, 10)
  expect(weigh(0.65, confined)).toBeCloseTo(2, 10)
})

test('a number that both expect says nothing', () => {
  expect(weigh(0.5, { ifTrue: { min: 0.1, max: null }, ifFalse: { min: null, max: 0.9 }, strength: 'strong' })).toBe(0)
})

test('weak evidence moves little', () => {
  expect(weigh(1, { ...confined, strength: 'weak' })).toBe(0.7)
})

test('what is no number weighs nothing, and leaves every probability a number', () => {
  const state: Case = {
    ...initial,
    question,
    focus,
    anomaly,
    predictions: [
      {
        ...confined,
        id: 'missingSlice.rest',
        hypothesis: 'missingSlice',
        claim: 'All else is complete',
        unit: 'ratio',
        scan: 'series',
      },
    ],
    signals: [{ ...series, hours: [{ at: `${question.day}T00`, rows: 5, expectedRows: NaN }] }],
  }
  expect(weighEvidence(state)).toMatchObject([{ observed: null, nats: 0 }])
})
