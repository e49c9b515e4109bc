import { describe, expect, test } from 'vitest'
import { onsetMatches, sameSegments } from './score.ts'
import { bins, brier, calibrationError, wilson } from './statistics.ts'

const de = { column: 'country', value: 'DE' }
const web = { column: 'channel', value: 'web' }

describe('segments', () => {
  test('are the same in any order of segments and columns', () => {
    expect(sameSegments([[de, web], [web]], [[web], [web, de]])).toBe(true)
  })
  test('differ when one is missing, added, or split in two', () => {
    expect(sameSegments([[de]], [])).toBe(false)
    expect(sameSegments([[de]], [[de], [web]])).toBe(false)
    expect(sameSegments([[de, web]], [[de], [web]])).toBe(false)
  })
})

describe('an onset', () => {
  const ten = { at: '2001-03-05T10:00:00Z', precision: 'hour' } as const
  test('of an hour is right within an hour', () => {
    expect(onsetMatches({ at: '2001-03-05T11:00:00.000Z', precision: 'hour' }, ten)).toBe(true)
    expect(onsetMatches({ at: '2001-03-05T12:00:00.000Z', precision: 'hour' }, ten)).toBe(false)
  })
  test('may leave out minutes and zone', () => {
    expect(onsetMatches({ at: '2001-03-05T09', precision: 'hour' }, ten)).toBe(true)
    expect(onsetMatches({ at: '2001-03-05T12', precision: 'hour' }, ten)).toBe(false)
  })
  test('of an hour is not met by naming the day', () => {
    expect(onsetMatches({ at: '2001-03-05', precision: 'day' }, ten)).toBe(false)
  })
  test('of a day is right on that day', () => {
    const day = { at: '2001-03-05', precision: 'day' } as const
    expect(onsetMatches({ at: '2001-03-05T05:00:00Z', precision: 'hour' }, day)).toBe(true)
    expect(onsetMatches({ at: '2001-03-06', precision: 'day' }, day)).toBe(false)
    expect(onsetMatches(null, day)).toBe(false)
  })
})

test('the Wilson interval of nine in ten', () => {
  const [low, high] = wilson(9, 10)
  expect(low).toBeCloseTo(0.596, 3)
  expect(high).toBeCloseTo(0.982, 3)
})

test('a confidence of nine in ten that is right half of the time is off by four tenths', () => {
  const stated = [true, false, true, false].map(right => ({ confidence: 0.9, right }))
  expect(calibrationError(stated)).toBeCloseTo(0.4)
  expect(brier(stated)).toBeCloseTo((0.01 + 0.81) / 2)
  expect(bins(stated)).toEqual([{ from: 0.9, to: 0.95, of: 4, right: 2, confidence: 0.9 }])
})
