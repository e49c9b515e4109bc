import { expect, test } from 'vitest'
import { weigh } from './weigh.ts'

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
