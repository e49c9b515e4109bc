import { expect, test } from 'vitest'
import { citedProse } from './citedProse.ts'

const evidence = [
  { id: 'e1', text: 'The null rate of user_id in shop.orders was 0.35; 0.02 was to be expected.', queries: ['series'] },
  {
    id: 'e2',
    text: 'The rows of channel = app were not loaded twice. Nothing speaks for a holiday.',
    queries: ['keys'],
  },
]
const kept = (text: string, ...cites: readonly string[]) =>
  citedProse([{ text, cites }], evidence).sentences.length === 1

test.each([
  ['The null rate of user_id was 0.35 and 0.02 was expected.', 'e1'],
  ['The rows of channel app were not loaded twice.', 'e2'],
  ["The rows of channel app weren't loaded twice.", 'e2'],
])('what the evidence says stays: %s', (text, cite) => {
  expect(kept(text, cite)).toBe(true)
})

test.each([
  ['a true sentence turned round', 'The null rate of user_id in shop.orders was not 0.35.', 'e1'],
  ['a denial left out', 'The rows of channel app were loaded twice.', 'e2'],
  ['a denial that the evidence has of another thing', 'The rows of channel app were not of a channel.', 'e2'],
  [
    'a story after a true sentence',
    'The null rate of user_id in shop.orders was 0.35; 0.02 was to be expected. A contractor sabotaged the pipeline.',
    'e1',
  ],
  [
    'a story behind a colon',
    'The null rate of user_id in shop.orders was 0.35: solar flares flipped everything.',
    'e1',
  ],
  ['a number that nobody measured', 'The null rate of user_id in shop.orders was 0.36.', 'e1'],
])('%s is removed', (_why, text, cite) => {
  expect(kept(text, cite)).toBe(false)
})

test('what cites nothing, or what is not there, is removed whatever it says', () => {
  const { text } = evidence[0] ?? { text: '' }
  expect([kept(text), kept(text, 'e9'), kept(text, 'e1', 'e9'), kept(text, 'e1')]).toEqual([false, false, false, true])
})
