import { expect, test } from 'vitest'
import { lineDiff } from './lineDiff.ts'

const drawn = (before: string, after: string) =>
  lineDiff(before, after).map(({ kind, text }) => ({ same: ' ', out: '-', in: '+' })[kind] + text)

test('a text is the same as itself', () => {
  expect(drawn('a\nb', 'a\nb')).toEqual([' a', ' b'])
})

test('a changed line goes out and comes in, the others stay', () => {
  expect(drawn('a\nb\nc', 'a\nB\nc')).toEqual([' a', '-b', '+B', ' c'])
})

test('lines that were added or taken away are the only ones that show', () => {
  expect(drawn('a\nc', 'a\nb\nc\nd')).toEqual([' a', '+b', ' c', '+d'])
  expect(drawn('a\nb\nc', 'b')).toEqual(['-a', ' b', '-c'])
})
