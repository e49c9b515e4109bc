import { expect, test } from 'vitest'
import { formatBytes, formatShare, formatValue, plural } from './format.ts'
import { formatDuration, formatPoint } from './time.ts'

test('prints a share with more digits the smaller it is', () => {
  expect([0.41, 0.0412, 0.00321, 0].map(formatShare)).toEqual(['41 %', '4.12 %', '0.321 %', '0 %'])
})

test('prints each unit in its way, and a missing value as a dash', () => {
  expect([formatValue(0.241, 'SHARE'), formatValue(12431, 'COUNT')]).toEqual(['24.1 %', '12,431'])
  expect([formatValue(3.5, 'HOURS'), formatValue(null, 'VALUE')]).toEqual(['3.5 h', '–'])
})

test('counts one thing and many things', () => {
  expect([plural(1, 'query', 'queries'), plural(2000, 'query', 'queries')]).toEqual(['1 query', '2,000 queries'])
})

test('names durations in the unit that reads best', () => {
  expect([38, 4210, 185_000, 7_500_000].map(formatDuration)).toEqual(['38 ms', '4.2 s', '3 min 5 s', '2 h 5 min'])
})

test('never moves a calendar day by the time zone of the reader', () => {
  expect([formatPoint('2026-06-14'), formatPoint('2026-06-14T09')]).toEqual(['14 Jun', '14 Jun, 09:00'])
})

test('bytes take the unit that keeps them short', () => {
  expect([0, 999, 38_200, 1_234_567_890].map(formatBytes)).toEqual(['0 B', '999 B', '38.2 kB', '1.23 GB'])
})
