import { expect, test } from 'vitest'
import { bases } from './bases/index.ts'
import { recipes } from './faults/index.ts'
import { noiseOfDay, score } from './noise.ts'
import { planCases } from './plan.ts'
import { createRandom } from './random.ts'

const plan = (seed: string, cases: number) => planCases({ seed, cases, bases, only: null })

test('every fault is planned on every base it fits, and every fifth case has nothing wrong', () => {
  const planned = plan('1', 4000)
  const pairs = new Set(
    planned.flatMap(spec => (spec.type === 'fault' && spec.id.endsWith('.0') ? `${spec.group} ${spec.base.name}` : [])),
  )
  expect(pairs.size).toBe(recipes.flatMap(recipe => bases.filter(base => recipe.fits(base))).length)
  expect(new Set(planned.map(({ id }) => id)).size).toBe(planned.length)
  expect(plan('1', 250).filter(({ type }) => type === 'control')).toHaveLength(50)
})

test('every kind of the catalogue has a recipe', () => {
  const catalogue = Array.from({ length: 36 }, (_, index) => `F${String(index + 1).padStart(2, '0')}`)
  expect(recipes.map(({ id }) => id)).toEqual([...catalogue, 'FX'])
})

test('a short run sees every fault once before any fault twice', () => {
  const faults = plan('1', 46).flatMap(spec => (spec.type === 'fault' ? spec.group : []))
  expect([...new Set(faults)]).toEqual(recipes.map(({ id }) => id))
})

test('another seed plans other cases, the same seed the same', () => {
  const ids = (seed: string) => plan(seed, 60).map(({ id }) => id)
  expect(ids('1')).toEqual(ids('1'))
  expect(ids('2')).not.toEqual(ids('1'))
  expect(createRandom('2').next()).not.toBe(createRandom('1').next())
})

test('a change is measured against the noise of its weekday', () => {
  const day = (index: number) => new Date(Date.UTC(2001, 0, 1 + index)).toISOString().slice(0, 10)
  const series = new Map(
    Array.from({ length: 140 }, (_, index) => [day(index), 100 + (Math.floor(index / 7) % 2 === 0 ? 2 : -2)]),
  )
  const { noise, cleanScore } = noiseOfDay(series, day(100))
  expect(noise).toBeCloseTo(1.4826 * 2)
  expect(cleanScore).toBeCloseTo(1 / 1.4826)
  expect(score(20, noise)).toBeCloseTo(20 / (1.4826 * 2))
  expect(score(1, 0)).toBe(999)
})
