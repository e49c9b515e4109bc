import { expect, test } from 'vitest'
import type { Range, Unit } from '../core/hypothesis/hypothesis.ts'
import { rangeText, segmentText } from './wording.ts'

test.each<[Range, Unit, string]>([
  [{ min: 0.8, max: null }, 'share', 'at least 80 %'],
  [{ min: null, max: 0.005 }, 'share', 'at most 0.5 %'],
  [{ min: 1.8, max: 2.2 }, 'ratio', '1.8 times to 2.2 times'],
  [{ min: 3, max: 3 }, 'hours', '3 h'],
  [{ min: 12_000, max: null }, 'count', 'at least 12,000'],
  [{ min: null, max: null }, 'score', 'any value'],
])('%j in %s reads: %s', (range, unit, text) => {
  expect(rangeText(range, unit)).toBe(text)
})

test('a segment reads as a phrase', () => {
  expect(
    segmentText([
      { column: 'country', value: 'DE' },
      { column: 'channel', value: null },
    ]),
  ).toBe('country = DE and channel is null')
  expect(segmentText([])).toBe('all rows')
})
