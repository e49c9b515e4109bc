import { expect, test } from 'vitest'
import { changedHour, type KindsOfHour } from './changedHour.ts'

const day = '2026-06-08'
const clock = (hour: number) => String(hour).padStart(2, '0')

/** Hours of one day, each with so many rows of two kinds. */
const hoursOf = (rows: readonly number[], marked: readonly number[], date = day): readonly KindsOfHour[] =>
  rows.map((count, hour) => ({ at: `${date}T${clock(hour)}`, kinds: [count - (marked[hour] ?? 0), marked[hour] ?? 0] }))
const unmarked = Array.from({ length: 24 }, () => [400, 0])
const onset = (hours: readonly KindsOfHour[], usual: readonly (readonly number[])[] = unmarked) =>
  changedHour({ hours, usual, day, onsetDay: day })

test('the hour from which rows are marked is told where many were unmarked before', () => {
  expect(onset(hoursOf([50, 50, 50, 50, 50], [0, 0, 0, 9, 11]))).toEqual({ at: `${day}T03`, precision: 'hour' })
})

test('a stray mark long before is no onset', () => {
  expect(onset(hoursOf([50, 50, 50, 50, 50, 50], [1, 0, 0, 0, 20, 22]))).toEqual({ at: `${day}T04`, precision: 'hour' })
})

test('where hardly a row came before, it may have been so since midnight', () => {
  expect(onset(hoursOf([1, 2, 1, 40, 50], [0, 0, 0, 12, 16]))).toEqual({ at: day, precision: 'day' })
})

test('where no row came before at all, it is told since the first', () => {
  expect(onset(hoursOf([0, 0, 0, 0, 0, 40, 50], [0, 0, 0, 0, 0, 12, 16]))).toEqual({
    at: `${day}T05`,
    precision: 'hour',
  })
})

test('without marked rows there is no onset', () => {
  expect(onset(hoursOf([50, 50, 50], [0, 0, 0]))).toBeNull()
})

test('what spreads began in its first hour, not where most rows have it', () => {
  expect(
    onset(
      hoursOf(
        Array.from({ length: 12 }, () => 100),
        [0, 0, 0, 0, 8, 14, 22, 30, 41, 52, 60, 66],
      ),
    ),
  ).toEqual({ at: `${day}T04`, precision: 'hour' })
})

test('an hour that differs every day is no change', () => {
  const nightly = Array.from({ length: 24 }, (_, hour) => (hour < 3 ? [200, 200] : [380, 20]))
  expect(onset(hoursOf([40, 40, 40, 40, 40, 40, 40, 40], [21, 19, 20, 2, 2, 15, 14, 16]), nightly)).toEqual({
    at: `${day}T05`,
    precision: 'hour',
  })
})

test('the day before is named where the change shows in it, though not in the metric of the whole', () => {
  const before = hoursOf(
    Array.from({ length: 24 }, () => 30),
    Array.from({ length: 24 }, (_, hour) => (hour >= 15 ? 10 : 0)),
    '2026-06-07',
  )
  expect(onset([...before, ...hoursOf([30, 30, 30], [11, 9, 10])])).toEqual({ at: '2026-06-07T15', precision: 'hour' })
})

test('values that grow away from the usual ones began to before they were all strange', () => {
  const usual = Array.from({ length: 24 }, () => [200, 200, 0])
  const kinds = [
    [20, 20, 0],
    [20, 20, 0],
    [10, 22, 8],
    [3, 12, 25],
    [0, 2, 38],
    [0, 0, 40],
  ]
  expect(
    onset(
      kinds.map((list, hour) => ({ at: `${day}T${clock(hour)}`, kinds: list })),
      usual,
    ),
  ).toEqual({ at: `${day}T02`, precision: 'hour' })
})

test('hours that by themselves hold one kind only do not pass for the change to that kind', () => {
  const byTariff = Array.from({ length: 24 }, (_, hour) => (hour < 6 ? [120, 0] : [0, 120]))
  const night = hoursOf(
    Array.from({ length: 24 }, () => 40),
    byTariff.map(([, marked = 0]) => marked / 3),
    '2026-06-07',
  )
  const changed = hoursOf(
    Array.from({ length: 24 }, () => 40),
    byTariff.map(([, marked = 0], hour) => (hour < 9 ? marked / 3 : 0)),
  )
  expect(onset([...night, ...changed], byTariff)).toEqual({ at: `${day}T09`, precision: 'hour' })
})
