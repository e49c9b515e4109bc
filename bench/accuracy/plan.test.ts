import { expect, test } from 'vitest'
import { recipes } from './faults/index.ts'
import { noiseOfDay, score } from './noise.ts'
import { casesPerRound, planCases } from './plan.ts'
import { createRandom } from './random.ts'

test('a round holds every fault at both strengths, and the controls', () => {
  const planned = planCases({ seed: '1', cases: casesPerRound('1') })
  const faults = planned.filter(spec => spec.type === 'fault')
  expect(new Set(faults.map(({ recipe, strength }) => `${recipe.id} ${strength}`)).size).toBe(2 * recipes.length)
  expect(new Set(planned.map(({ id }) => id)).size).toBe(planned.length)
  expect(planned.filter(spec => spec.type === 'control' && spec.group !== 'disturbed')).toHaveLength(30)
})

test('a short run sees every fault once before any fault twice', () => {
  const planned = planCases({ seed: '1', cases: recipes.length })
  expect(planned.map(spec => spec.type === 'fault' ? spec.recipe.id : spec.id)).toEqual(recipes.map(({ id }) => id))
})

test('another seed plans other cases, the same seed the same', () => {
  const ids = (seed: string) => planCases({ seed, cases: 40 }).map(({ id }) => id)
  expect(ids('1')).toEqual(ids('1'))
  expect(ids('2')).not.toEqual(ids('1'))
  expect(createRandom('2').next()).not.toBe(createRandom('1').next())
})

test('a change is measured against the noise of its weekday', () => {
  const day = (index: number) => new Date(Date.UTC(2001, 0, 1 + index)).toISOString().slice(0, 10)
  const series = new Map(Array.from({ length: 140 }, (_, index) => [day(index), 100 + (Math.floor(index / 7) % 2 === 0 ? 2 : -2)]))
  const { noise, cleanScore } = noiseOfDay(series, day(100))
  expect(noise).toBeCloseTo(1.4826 * 2)
  expect(cleanScore).toBeCloseTo(1 / 1.4826)
  expect(score(20, noise)).toBeCloseTo(20 / (1.4826 * 2))
  expect(score(1, 0)).toBe(999)
})
