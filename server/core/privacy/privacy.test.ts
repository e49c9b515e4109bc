import { expect, test } from 'vitest'
import { asId, type DataSourceId } from '../shared/ids.ts'
import { checkPrivacy, DEFAULT_PRIVACY, maskedIn } from './privacy.ts'

const source = asId<DataSourceId>('source')
const path = (change: object) => {
  const checked = checkPrivacy({ ...DEFAULT_PRIVACY, ...change })
  return checked.ok ? null : checked.problem.path
}

test('lengths are whole days up to ten years; rows may stay as long as their report, payloads may not', () => {
  for (const days of [1, 30, 3650]) expect([path({ rowDays: days }), path({ payloadDays: days })]).toEqual([null, null])
  for (const days of [0, -1, 1.5, 3651, NaN])
    expect([path({ rowDays: days }), path({ payloadDays: days })]).toEqual(['rowDays', 'payloadDays'])
  expect(path({ rowDays: null })).toBeNull()
})

test('masked columns have names, and are those of their data source', () => {
  expect(path({ masked: { [source]: ['a', 'b'] } })).toBeNull()
  for (const names of [[' '], ['x'.repeat(201)], Array.from({ length: 501 }, (_, at) => `c${at}`)])
    expect(path({ masked: { [source]: names } })).toBe('masked')
  expect([
    maskedIn({ masked: { [source]: ['a'] } }, source),
    maskedIn({ masked: { [source]: ['a'] } }, asId<DataSourceId>('other')),
  ]).toEqual([['a'], []])
})
