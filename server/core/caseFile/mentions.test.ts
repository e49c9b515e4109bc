import { expect, test } from 'vitest'
import { mentionedIn } from './mentions.ts'

const people = ['Ada', 'Ada Lovelace', 'Grace', 'Éva', ''].map(name => ({ name }))
const names = (body: string) => mentionedIn(body, people).map(({ name }) => name)

test('a name after an at sign is a mention, the longest that fits', () => {
  expect(names('@grace look, and @Ada Lovelace too')).toEqual(['Grace', 'Ada Lovelace'])
  expect(names('(@ada)')).toEqual(['Ada'])
  expect(names('@Éva, @éva')).toEqual(['Éva'])
})

test('an address, a part of a word and a stranger are none', () => {
  expect(names('mail grace@grace.example, @Graceful @Bob @')).toEqual([])
})
