import { expect, test } from 'vitest'
import { floatCell, isoFromMicros, numberCell, textCell } from './cell.ts'

test.each([
  ['0', 0],
  ['-0', 0],
  ['12.50', 12.5],
  ['-0.10', -0.1],
  ['9007199254740991', 9007199254740991],
  ['9007199254740992', '9007199254740992'],
  ['-9007199254740993', '-9007199254740993'],
  ['1.000', 1],
  ['123456789012.345', 123456789012.345],
  ['1234567890123456.78', '1234567890123456.78'],
  ['0.00000000000000012345', 1.2345e-16],
  ['NaN', 'NaN'],
  ['Infinity', 'Infinity'],
])('the number %s becomes %s', (text, cell) => {
  expect(numberCell(text)).toBe(cell)
})

test('floats without a JSON form become text', () => {
  expect([Number.NaN, Infinity, -Infinity, -0, 0.1].map(floatCell)).toEqual(['NaN', 'Infinity', '-Infinity', 0, 0.1])
})

test('NUL is replaced in text', () => {
  expect(textCell('a\0b')).toBe('a\uFFFDb')
})

test('instants have milliseconds, or microseconds where there are any', () => {
  expect(isoFromMicros(0n)).toBe('1970-01-01T00:00:00.000Z')
  expect(isoFromMicros(1_700_000_000_123_456n)).toBe('2023-11-14T22:13:20.123456Z')
  expect(isoFromMicros(-1n)).toBe('1969-12-31T23:59:59.999999Z')
  expect(isoFromMicros(9_223_372_036_854_775_807n)).toBeNull()
})
