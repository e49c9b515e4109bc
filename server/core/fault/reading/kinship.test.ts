import { expect, test } from 'vitest'
import { kinOf } from './kinship.ts'

const story = (number: number) => `${number} ${'x\u00e9'.repeat(8000)} ${number}`

test('values that are whole stories are compared as quickly as words', () => {
  const known = Array.from({ length: 40 }, (_, number) => story(number))
  const cut = new Map(known.slice(0, 20).map(text => [text.slice(0, 4000), 1]))
  expect([...kinOf(cut, known).values()].map(({ kinship, known: whole }) => [kinship, whole === null])).toEqual(
    [...cut].map(() => ['cut', false]),
  )
  expect(kinOf(new Map([[story(99), 1]]), known).get(story(99))?.kinship).toBe('none')
}, 2000)

test('letters that any other code page or an address left are damage, and letters that stand for others a spelling', () => {
  const known = ['più tardi', 'habitación (doble)', 'Zürich', 'subito']
  const told = (...values: readonly string[]) =>
    values.map(value => kinOf(new Map([[value, 1]]), known).get(value)?.kinship)
  expect(told('pi%C3%B9%20tardi', 'habitaci¢n (doble)', 'Z³rich', 'habitaci├│n (doble)')).toEqual(
    Array.from({ length: 4 }, () => 'encoding'),
  )
  expect(told('piu tardi', 'Zuerich', 'pixx tardi', 'subita', 'habitaci')).toEqual([
    'spelling',
    'spelling',
    'none',
    'none',
    'cut',
  ])
})

test('a value is cut short of a longer one, and not of itself', () => {
  const known = ['Hamburg', 'Frankfurt', 'Heidelberg']
  expect([
    ...kinOf(
      new Map([
        ['Frankf', 3],
        ['Heidel', 2],
      ]),
      known,
    ),
  ]).toEqual([
    ['Frankf', { kinship: 'cut', known: 'Frankfurt' }],
    ['Heidel', { kinship: 'cut', known: 'Heidelberg' }],
  ])
  expect(kinOf(new Map([['Bremen', 1]]), known).get('Bremen')?.kinship).toBe('none')
})

test('letters written for a page, a script or an address are damaged ones', () => {
  const written = ['Tr&#232;s bien', 'Tr&#xE8;s bien', 'Tr\\u00e8s bien', 'Tr%C3%A8s bien']
  expect(written.map(text => kinOf(new Map([[text, 5]]), ['Très bien', 'Gut']).get(text))).toEqual(
    written.map(() => ({ kinship: 'encoding', known: 'Très bien' })),
  )
  expect(kinOf(new Map([['M&amp;M', 5]]), ['Twix']).get('M&amp;M')?.kinship).toBe('encoding')
})

test('a code parted otherwise is the same in another format, and a version is not', () => {
  const kin = (text: string, known: readonly string[]) => kinOf(new Map([[text, 5]]), known).get(text)
  expect(kin('01-2', ['012', '031'])).toEqual({ kinship: 'format', known: '012' })
  expect(kin('1.2', ['12', '31'])?.kinship).toBe('none')
})

test('ids that are all built otherwise than all known ones are these in another format', () => {
  const ids = (build: (number: number) => string) => Array.from({ length: 12 }, (_, number) => build(20 + number))
  const kinds = (fresh: readonly string[]) =>
    new Set(
      [
        ...kinOf(
          new Map(fresh.map(text => [text, 3])),
          ids(number => `S0${number}`),
        ).values(),
      ].map(({ kinship }) => kinship),
    )
  expect(kinds(ids(number => `srv/${number * 7}/b`))).toEqual(new Set(['format']))
  expect(kinds(ids(number => `S9${number}`))).toEqual(new Set(['none']))
})

test('letters that a system of ASCII writes as others are another spelling', () => {
  const written = [
    ['Ærø', 'AEro'],
    ['Ærø', 'AErø'],
    ['Straße', 'STRASSE'],
    ['Łódź', 'Lodz'],
    ['Müller', 'Mueller'],
    ['Mueller', 'Müller'],
    ['Ålesund', 'Aalesund'],
    ['Œuvre', 'Oeuvre'],
  ] as const
  expect(written.map(([known, text]) => kinOf(new Map([[text, 5]]), [known, 'Oslo']).get(text))).toEqual(
    written.map(([known]) => ({ kinship: 'spelling', known })),
  )
})

test('codes may be cut to the one letter that they all begin with', () => {
  const codes = ['D01', 'D02', 'D07', 'D11', 'D12', 'D20']
  const cut = (known: readonly string[]) => kinOf(new Map([['D', 9]]), known).get('D')
  expect(cut(codes)).toMatchObject({ kinship: 'cut' })
  expect(cut(['D01', 'A02', 'B07', 'C11', 'E12', 'F20'])).toEqual({ kinship: 'none', known: null })
})
