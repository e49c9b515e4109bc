import { expect, test } from 'vitest'
import { segmentsText } from '../fault/reading/text.ts'
import { placeWhere } from './affected.ts'
import type { Segment } from './finding.ts'

const cell = (column: string, value: string | null): Segment => [{ column, value }]

test('segments are a condition: a list where they are values of one column', () => {
  expect(
    [
      [],
      [[]],
      [cell('city', null)],
      [cell('city', 'Köln'), cell('city', `L'Aquila`)],
      [cell('city', 'Köln'), cell('city', null)],
      [[...cell('city', 'Köln'), ...cell('app', '2')], cell('city', 'Rome')],
    ].map(placeWhere),
  ).toEqual([
    null,
    null,
    '"city" IS NULL',
    `"city" IN ('Köln', 'L''Aquila')`,
    `(("city" = 'Köln') OR ("city" IS NULL))`,
    `(("city" = 'Köln' AND "app" = '2') OR ("city" = 'Rome'))`,
  ])
})

test('a sentence names four segments at most', () => {
  const many = ['a', 'b', 'c', 'd', 'e', 'f'].map(value => cell('city', value))
  expect([[], many.slice(0, 4), many.slice(0, 5), many].map(segmentsText)).toEqual([
    'all rows',
    'city = a; city = b; city = c; city = d',
    'city = a; city = b; city = c and 2 more',
    'city = a; city = b; city = c and 3 more',
  ])
})
