import { expect, test } from 'vitest'
import { estimateWords } from './estimateWords.ts'

test('an estimate is told as far as it is known, and how', () => {
  const cost = { amount: '0.02', currency: 'USD' }
  expect(estimateWords({ rows: 1000, bytes: 38_000, how: 'PLAN', cost })).toBe(
    'about 1,000 rows, 38 kB, 0.02 USD, by its planner',
  )
  expect(estimateWords({ rows: null, bytes: 5e9, how: 'DRY_RUN', cost: null })).toBe('about 5 GB, by a dry run')
  expect([estimateWords(null), estimateWords({ rows: null, bytes: null, how: 'PLAN', cost: null })]).toEqual([
    'not known',
    'not known',
  ])
})
