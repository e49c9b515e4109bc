import { builder } from './builder.ts'

/** An enum whose values are words of the core, each with its description: 'causeFound' is CAUSE_FOUND in the API. */
export const wordEnum = <Word extends string>(
  name: string,
  description: string,
  words: Readonly<Record<Word, string>>,
) =>
  builder.enumType(name, {
    description,
    values: Object.fromEntries(wordsOf(words).map(word => [upper(word), { value: word, description: words[word] }])),
  })

const wordsOf = <Word extends string>(words: Readonly<Record<Word, unknown>>) => Object.keys(words) as Word[]

/** The same words with other texts. */
export const mapWords = <Word extends string>(words: Readonly<Record<Word, unknown>>, text: (word: Word) => string) =>
  Object.fromEntries(wordsOf(words).map(word => [word, text(word)])) as Readonly<Record<Word, string>>

/** The word as the API spells it. */
export const upper = (word: string) => word.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase()

/** The stored text as one of the words; a text that is none is a fault of the projections. */
export const wordOf = <Word extends string>(words: Readonly<Record<Word, string>>, text: string): Word => {
  const word = wordsOf(words).find(each => each === text)
  if (word === undefined) throw new Error(`Unknown word ${text}`)
  return word
}
