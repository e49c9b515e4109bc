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

test('a page is as large as the default of its variable, and 20 where nothing is said', () => {
  expect(fault('query($n: Int = 100) { list(first: $n) { a } }')).toBe('TOO_EXPENSIVE')
  expect(fault('query($n: Int = 100) { list(first: $n) { a } }', { n: 5 })).toBe('fits')
  expect(fault('query A($n: Int = 5) { list(first: $n) { a } } query B($n: Int = 100) { list(first: $n) { a } }')).toBe(
    'TOO_EXPENSIVE',
  )
  expect(fault('{ list { edges { a b c } } }')).toBe('TOO_EXPENSIVE')
  expect(fault('{ list { ...page } } fragment page on Page { ... { edges { a b c } } }')).toBe('TOO_EXPENSIVE')
  expect(fault('{ list(first: null) { edges { a b c } } }')).toBe('TOO_EXPENSIVE')
  expect(fault('{ list(first: 2) { edges { a b c } } }')).toBe('fits')
  expect(fault('{ list { totalCount edges { a } } }')).toBe('fits')
})

test('each of many ids counts', () => {
  expect(fault(`{ nodes(ids: [${'"x" '.repeat(60)}]) { a } }`)).toBe('TOO_EXPENSIVE')
  expect(fault('query($ids: [ID!]!) { nodes(ids: $ids) { a } }', { ids: Array(60).fill('x') })).toBe('TOO_EXPENSIVE')
  expect(fault('query($ids: [ID!]!) { nodes(ids: $ids) { a } }', { ids: ['x'] })).toBe('fits')
})

test('fragments that spread themselves or double at each step are measured in no time', () => {
  expect(fault('{ a { ...f } } fragment f on A { ...g ...g } fragment g on A { ...f ...f }')).toBe('fits')
  const doubling = Array.from(
    { length: 200 },
    (_, index) => `fragment f${index} on A { ...f${index + 1} ...f${index + 1} }`,
  ).join('\n')
  expect(fault(`{ a { ...f0 } } ${doubling} fragment f200 on A { b }`)).toBe('TOO_EXPENSIVE')
})
