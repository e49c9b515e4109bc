import fc from 'fast-check'
import { attacks, goodQueries } from './corpus.ts'

const SPLICES = [
  '',
  ' ',
  '\n',
  '\u00a0',
  '\u200b',
  '\ufeff',
  '\0',
  ';',
  '--',
  '/*',
  '*/',
  "'",
  '"',
  '\\',
  '$$',
  '(',
  ')',
  ',',
  '.',
  ' UNION SELECT password FROM secret.users ',
  ' INTO x ',
  ' FOR UPDATE',
  ' hidden ',
  ' secret.users ',
  "pg_read_file('x')",
  "read_csv('x')",
  '::regclass',
  '; DROP TABLE orders',
  'ｓｅｃｒｅｔ',
  'U&"x"',
  "E'",
  '\u202e',
]
/** Every text of the corpus. */
export const corpusTexts = [...attacks, ...goodQueries].map(({ sql }) => sql)
const anyText = fc.constantFrom(...corpusTexts)

const shuffleCase = (text: string, seed: number) =>
  Array.from(text, (letter, place) => ((seed >> (place % 31)) % 2 ? letter.toUpperCase() : letter.toLowerCase())).join(
    '',
  )
const words = (text: string) => text.split(/(\s+|(?=[(),.;'"])|(?<=[(),.;'"]))/)

/** Texts of the corpus with case, space, signs, order and nesting bent, and spliced with each other. */
export const bentTexts = fc.oneof(
  fc.tuple(anyText, fc.integer()).map(([text, seed]) => shuffleCase(text, seed)),
  fc
    .tuple(anyText, fc.constantFrom(' ', '\n', '\t', '\r\n', '\f', '\v', '\u00a0', '\u2003', '/**/'))
    .map(([text, space]) => text.replaceAll(' ', space)),
  fc
    .tuple(anyText, fc.nat(), fc.constantFrom(...SPLICES))
    .map(
      ([text, place, splice]) =>
        text.slice(0, place % (text.length + 1)) + splice + text.slice(place % (text.length + 1)),
    ),
  fc.tuple(anyText, anyText, fc.nat(), fc.nat()).map(([left, right, a, b]) => {
    const [head, tail] = [words(left), words(right)]
    return [...head.slice(0, a % (head.length + 1)), ' ', ...tail.slice(b % (tail.length + 1))].join('')
  }),
  fc
    .tuple(
      anyText,
      fc.constantFrom(
        'SELECT * FROM (@) q',
        'WITH q AS (@) SELECT * FROM q',
        'SELECT (@)',
        'SELECT 1 WHERE EXISTS (@)',
        '(@)',
        'SELECT 1 UNION ALL @',
        'VALUES ((@))',
        '@; @',
      ),
      fc.integer({ min: 1, max: 4 }),
    )
    .map(([text, shape, times]) =>
      Array.from({ length: times }).reduce<string>(inner => shape.replaceAll('@', () => inner), text),
    ),
  fc
    .tuple(fc.array(anyText, { minLength: 2, maxLength: 4 }), fc.array(fc.nat(), { minLength: 30, maxLength: 30 }))
    .map(([sources, picks]) => {
      const tokens = sources.flatMap(words).filter(token => token.trim() !== '')
      return `SELECT ${picks
        .slice(0, 12)
        .map(pick => tokens[pick % tokens.length])
        .join(' ')}`
    }),
)
