import { expect, test } from 'vitest'
import { logistic } from '../../server/core/hypothesis/weights.ts'
import { createRandom } from '../accuracy/random.ts'
import { fitLogistic } from './fitLogistic.ts'

const random = createRandom('fit')
const examples = Array.from({ length: 1500 }, () => {
  const traits = { a: random.next(), b: random.next(), same: 1 }
  return { traits, right: random.next() < logistic({ intercept: 1, weights: { a: 2, b: -3 } }, traits) }
})

test('finds the weights that made the examples, and gives none to what never differs', () => {
  const { intercept, weights } = fitLogistic(examples, 0.01)
  expect(Object.keys(weights)).toEqual(['a', 'b'])
  expect([intercept, weights.a, weights.b].map(value => Math.round(value ?? 0))).toEqual([1, 2, -3])
})

test('with much doubt it states the share that is right, whatever the traits', () => {
  const { intercept, weights } = fitLogistic(examples, 1e9)
  const share = examples.filter(({ right }) => right).length / examples.length
  expect(Object.values(weights).map(Math.abs)).toEqual([0, 0])
  expect(1 / (1 + Math.exp(-intercept))).toBeCloseTo(share, 2)
})
