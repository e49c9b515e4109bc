import { expect, test } from 'vitest'
import { firstHour, type MarkedHour } from './firstHour.ts'

const day = (rows: readonly number[], flagged: readonly number[], date = '2026-06-08'): readonly MarkedHour[] =>
  rows.map((count, hour) => ({ at: `${date}T${String(hour).padStart(2, '0')}`, rows: count, flagged: flagged[hour] ?? 0 }))

test('the hour from which rows are marked is told where many were unmarked before', () => {
  expect(firstHour(day([50, 50, 50, 50, 50], [0, 0, 0, 9, 11]))).toEqual({ at: '2026-06-08T03', precision: 'hour' })
})

test('a stray mark long before is no onset', () => {
  expect(firstHour(day([50, 50, 50, 50, 50, 50], [1, 0, 0, 0, 20, 22]))).toEqual({ at: '2026-06-08T04', precision: 'hour' })
})

test('where hardly a row came before, it may have been so since midnight', () => {
  expect(firstHour(day([1, 2, 1, 40, 50], [0, 0, 0, 12, 16]))).toEqual({ at: '2026-06-08', precision: 'day' })
})

test('without marked rows there is no onset', () => {
  expect(firstHour(day([50, 50, 50], [0, 0, 0]))).toBeNull()
})
