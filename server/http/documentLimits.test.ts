import { parse } from 'graphql'
import { expect, test } from 'vitest'
import { limitFault } from './documentLimits.ts'

const limits = { tokens: 2000, depth: 3, aliases: 2, directives: 1, cost: 50 }
const fault = (query: string, variables = {}) => limitFault(parse(query), variables, limits)?.code ?? 'fits'

test.each([
  ['three levels', '{ a { b { c } } }', 'fits'],
  ['four levels', '{ a { b { c { d } } } }', 'TOO_DEEP'],
  ['four levels by a fragment', '{ a { ...f } } fragment f on A { b { c { d } } }', 'TOO_DEEP'],
  ['the schema itself, however deep', '{ __schema { a { b { c { d { e } } } } } }', 'fits'],
  ['two aliases', '{ x: a y: a }', 'fits'],
  ['three aliases', '{ x: a y: a z: a }', 'TOO_MANY_ALIASES'],
  ['aliases by a fragment twice', '{ a { ...f } b { ...f } } fragment f on A { x: c y: c }', 'TOO_MANY_ALIASES'],
  ['one directive', '{ a @include(if: true) }', 'fits'],
  ['two directives', '{ a @include(if: true) @skip(if: false) }', 'TOO_MANY_DIRECTIVES'],
  ['a small page', '{ list(first: 10) { a b } }', 'fits'],
  ['a large page', '{ list(first: 100) { a b } }', 'TOO_EXPENSIVE'],
  ['pages in pages', '{ list(first: 10) { more(first: 10) { a } } }', 'TOO_EXPENSIVE'],
  ['a page from its end', '{ list(last: 100) { a } }', 'TOO_EXPENSIVE'],
])('%s', (_name, query, expected) => {
  expect(fault(query)).toBe(expected)
})

test('a page is as large as its variable says', () => {
  expect(fault('query($n: Int) { list(first: $n) { a } }', { n: 100 })).toBe('TOO_EXPENSIVE')
  expect(fault('query($n: Int) { list(first: $n) { a } }', { n: 5 })).toBe('fits')
})

test('fragments that spread themselves or double at each step are measured in no time', () => {
  expect(fault('{ a { ...f } } fragment f on A { ...g ...g } fragment g on A { ...f ...f }')).toBe('fits')
  const doubling = Array.from({ length: 200 }, (_, index) => `fragment f${index} on A { ...f${index + 1} ...f${index + 1} }`).join('\n')
  expect(fault(`{ a { ...f0 } } ${doubling} fragment f200 on A { b }`)).toBe('TOO_EXPENSIVE')
})
