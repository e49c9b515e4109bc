/**
 * How a value that the normal days do not know comes from one that they do: written otherwise, damaged in its bytes, cut short, or put in
 * another format. `none`: from none of them.
 */
export type Kinship = 'spelling' | 'encoding' | 'cut' | 'format' | 'none'
export type Kin = { readonly kinship: Kinship; readonly known: string | null }

/** What stands for letters that no normal form takes apart, where a system knows ASCII only. */
const plainLetters: Readonly<Record<string, string>> = {
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ß: 'ss',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
}
/** Letters that are also written as two. */
const asTwo: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', å: 'aa', ø: 'oe' }
const spelledOut = (text: string) =>
  bare(
    text
      .normalize()
      .toLowerCase()
      .replace(/[äöüåø]/g, letter => asTwo[letter] ?? letter),
  )

/**
 * The value without what spelling adds: case, accents, width, invisible characters, spaces; in words hyphens and underscores too, while in a
 * code with digits they are its format.
 */
const bare = (text: string) => {
  const plain = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{M}\p{Cf}\s]+/gu, '')
    .replace(/[æœøßłđðþı]/g, letter => plainLetters[letter] ?? letter)
  return /[0-9]/.test(plain) ? plain : plain.replace(/[_-]+/g, '')
}

/** Windows-1252 in the places where it differs from Latin-1: what most systems take bytes for. */
const western = new Map(
  [...'€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ'].map((char, index) => {
    const places = [
      0x80, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x8b, 0x8c, 0x8e, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96,
      0x97, 0x98, 0x99, 0x9a, 0x9b, 0x9c, 0x9e, 0x9f,
    ]
    return [places[index] ?? 0, char] as const
  }),
)

const bytesOf = (code: number): readonly number[] => {
  if (code < 0x80) return [code]
  if (code < 0x800) return [0xc0 | (code >> 6), 0x80 | (code & 63)]
  if (code < 0x10000) return [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63)]
  return [0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63)]
}

const utf8 = (text: string) => [...text].flatMap(char => bytesOf(char.codePointAt(0) ?? 0))
const asLatin = (text: string) =>
  utf8(text)
    .map(byte => String.fromCharCode(byte))
    .join('')
const asWestern = (text: string) =>
  utf8(text)
    .map(byte => western.get(byte) ?? String.fromCharCode(byte))
    .join('')

const foreign = /[^\x20-\x7e]/

/** Longer texts are stories, no values of a list. */
const LONGEST = 1000

/** A letter written for a page, a script or an address, as it stands when nobody reads it back. */
const escapes: readonly ((char: string) => string)[] = [
  char => `&#${char.codePointAt(0) ?? 0};`,
  char => `&#x${(char.codePointAt(0) ?? 0).toString(16)};`,
  char => `&#x${(char.codePointAt(0) ?? 0).toString(16).toUpperCase()};`,
  char => `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  char =>
    utf8(char)
      .map(byte => `%${byte.toString(16).toUpperCase()}`)
      .join(''),
]

/** What the ways of misreading bytes make of a text; nothing where it is plain ASCII. */
const damages = (text: string): readonly string[] => {
  if (text.length > LONGEST || !foreign.test(text)) return []
  const marked = (mark: string, each: (char: string) => number) =>
    [...text].map(char => (foreign.test(char) ? mark.repeat(each(char)) : char)).join('')
  const once = () => 1
  const perByte = (char: string) => utf8(char).length
  return [
    asLatin(text),
    asWestern(text),
    asLatin(asLatin(text)),
    asWestern(asWestern(text)),
    ...['?', '\uFFFD'].flatMap(mark => [marked(mark, once), marked(mark, perByte)]),
    marked('', once),
    ...escapes.map(escape => [...text.normalize()].map(char => (foreign.test(char) ? escape(char) : char)).join('')),
  ]
}

const looksDamaged =
  /\uFFFD|[ÃÂ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â[€\u0080][^\s]?|ï¿½|&(#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z]{2,8});|\\u[0-9a-fA-F]{4}/

/** A text must have so many letters of ASCII beside the others to be known by them. */
const fewestPlain = 3
const mostGarbled = 300

type Garbled = { readonly text: string; readonly pattern: RegExp }

/** Texts with letters beyond ASCII, as patterns of what any damage of those leaves: of bytes of another code page, or of an address. */
const garbledOf = (known: readonly string[]): readonly Garbled[] =>
  known
    .filter(
      text => text.length <= LONGEST && foreign.test(text) && text.replace(/[^A-Za-z]/g, '').length >= fewestPlain,
    )
    .slice(0, mostGarbled)
    .map(text => {
      const parts = [...text.normalize()].map(char => {
        if (foreign.test(char)) return '(.{1,9}?)'
        return char === ' ' ? '(?: |%20|\\+)' : char.replace(/[\\^$.*+?()[\]{}|]/, '\\$&')
      })
      return { text, pattern: new RegExp(`^${parts.join('')}$`, 'u') }
    })

/** What stands for the letters is none, or no letter of ASCII: letters that stand for others are a spelling. */
const isGarbled = (text: string, { pattern }: Garbled) =>
  (pattern.exec(text)?.slice(1) ?? []).some(part => /[^A-Za-z\s]/.test(part))

/** Digits and letters in any order, leading zeros aside: dates, telephone numbers and ids keep them when only their format changes. */
const parts = (text: string) => {
  const runs = text.toLowerCase().match(/[0-9]+|[a-z]+/g) ?? []
  if (!runs.some(run => /^[0-9]/.test(run))) return null
  const bared = runs.map(run => run.replace(/^0+(?=[0-9])/, ''))
  // The order of a date's parts may change; that of a version's may not.
  return (runs.join('').replace(/[^0-9]/g, '').length >= 6 ? bared.toSorted() : bared).join(' ')
}
/** A code with digits without what parts it; of versions and decimals the point is more than that. */
const unparted = (text: string) =>
  /[0-9]/.test(text) && !/[0-9][.,][0-9]/.test(text) ? text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '') : null
const digits = (text: string) => {
  const found = text.replace(/[^0-9]/g, '').replace(/^0+/, '')
  return found.length >= 3 ? found : null
}

/** A whole number as a decimal: 5411 as 5411.0. */
const wholeOf = (text: string) => (/^-?[0-9]+[.,]0+$/.test(text.trim()) ? text.trim().replace(/[.,]0+$/, '') : null)

/** The digits alone, where they tell the known values apart: a code whose letters changed keeps its number. */
const numbers = (text: string) => {
  const found = (text.match(/[0-9]+/g) ?? []).map(run => run.replace(/^0+(?=[0-9])/, ''))
  return found.length > 0 ? found.join(' ') : null
}

/** What a value looks like, digit for digit. */
const shapeOf = (text: string) => text.replace(/[0-9]/g, '9').replace(/\p{L}+/gu, 'a')
const digitsIn = (text: string) => text.replace(/[^0-9]/g, '').length

/** Dates, telephone numbers and long ids: as many digits as the known ones, in a shape that none of those has. */
const inNewShape = (known: readonly string[]) => {
  const shapes = new Set(known.map(shapeOf))
  const sizes = new Set(known.map(digitsIn))
  const regular = known.length >= 3 && shapes.size <= 3 && Math.min(...sizes) >= 6
  return (text: string) => regular && sizes.has(digitsIn(text)) && !shapes.has(shapeOf(text))
}

/** So many ids that are all built alike, and so many new ones built alike otherwise, are no chance. */
const [fewestIds, longestId] = [10, 40]

/** The one way in which all of these are built; null where they are not. */
const oneBuild = (texts: readonly string[]) => {
  if (texts.some(text => text.length > longestId)) return null
  const builds = new Set(texts.map(text => shapeOf(text).replace(/9+/g, '9')))
  const [only] = builds
  return texts.length >= fewestIds && builds.size === 1 && only !== undefined && only.includes('9') ? only : null
}

/** Whether a list of ids goes on in another build. */
const areRebuilt = (newcomers: readonly string[], known: readonly string[]) => {
  const [now, before] = [oneBuild(newcomers), oneBuild(known)]
  return now !== null && before !== null && now !== before
}

/** So many codes must keep their numbers for it to be no chance. */
const fewestCodes = 3

const byNumber = (newcomers: readonly string[], known: readonly string[]): ReadonlyMap<string, string> => {
  const found = new Map<string, string>()
  for (const text of known) {
    const number = numbers(text)
    if (number === null) continue
    if (found.has(number)) return new Map()
    found.set(number, text)
  }
  const matched = newcomers.filter(text => found.has(numbers(text) ?? ''))
  return matched.length >= fewestCodes &&
    matched.length >= newcomers.length * 0.8 &&
    new Set(matched.map(numbers)).size === matched.length
    ? found
    : new Map()
}

const index = (known: readonly string[], keysOf: (text: string) => readonly (string | null)[]) =>
  new Map(
    known.flatMap(text => keysOf(text).flatMap(key => (key === null || key === '' ? [] : [[key, text] as const]))),
  )

const fewestAlike = 5

/** One letter begins many values by chance, but not nearly all of a list. */
const beginAlike = (newcomers: ReadonlyMap<string, number>, known: readonly string[]) =>
  [...newcomers.keys()].some(
    text =>
      text.length === 1 &&
      known.filter(item => item.length > 1 && item.startsWith(text)).length >= Math.max(fewestAlike, known.length / 2),
  )

/** The length at which most new values (by `rows`) are the beginning of a longer known one; null where none is. */
const cutAt = (newcomers: ReadonlyMap<string, number>, known: readonly string[]): number | null => {
  const byLength = new Map<number, number>()
  // Of the lengths at hand only: all beginnings of a long text would be as many as its letters.
  const lengths = [...new Set([...newcomers.keys()].map(text => text.length))].filter(
    length => length >= 2 || (length === 1 && beginAlike(newcomers, known)),
  )
  const beginnings = new Set(
    known.flatMap(text => lengths.filter(length => length < text.length).map(length => text.slice(0, length))),
  )
  for (const [text, rows] of newcomers) {
    if (beginnings.has(text)) byLength.set(text.length, (byLength.get(text.length) ?? 0) + rows)
  }
  return [...byLength].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? null
}

/** Tells each new value's kin among the known ones. `newcomers`: value and rows. */
export const kinOf = (newcomers: ReadonlyMap<string, number>, known: readonly string[]): ReadonlyMap<string, Kin> => {
  const spelt = index(known, text => [spelledOut(text), bare(text)])
  const damaged = index(known, damages)
  const garbled = garbledOf(known)
  const arranged = index(known, text => [parts(text)])
  const numbered = index(known, text => [digits(text)])
  const joined = index(known, text => [unparted(text)])
  const coded = byNumber([...newcomers.keys()], known)
  const inShape = inNewShape(known)
  const rebuilt = areRebuilt([...newcomers.keys()], known)
  const reshaped = (text: string) => rebuilt || inShape(text)
  const plain = new Set(known)
  const cap = cutAt(newcomers, known)
  const cut = index(cap === null ? [] : known.filter(text => text.length > cap), text => [
    text.slice(0, cap ?? 0).trim(),
  ])
  const tell = (text: string): Kin => {
    const broken = damaged.get(text)
    if (broken !== undefined && broken !== text) return { kinship: 'encoding', known: broken }
    const same = bare(text) === '' ? undefined : (spelt.get(bare(text)) ?? spelt.get(spelledOut(text)))
    if (same !== undefined) return { kinship: 'spelling', known: same }
    const whole = garbled.find(item => item.text !== text && isGarbled(text, item))
    if (whole !== undefined) return { kinship: 'encoding', known: whole.text }
    if (looksDamaged.test(text)) return { kinship: 'encoding', known: null }
    const number = wholeOf(text)
    const other =
      (number !== null && plain.has(number) ? number : undefined) ??
      arranged.get(parts(text) ?? '') ??
      numbered.get(digits(text) ?? '') ??
      joined.get(unparted(text) ?? '') ??
      coded.get(numbers(text) ?? '')
    if (other !== undefined || reshaped(text)) return { kinship: 'format', known: other ?? null }
    const uncut = cap !== null && text.length <= cap ? cut.get(text.trim()) : undefined
    return uncut === undefined ? { kinship: 'none', known: null } : { kinship: 'cut', known: uncut }
  }
  return new Map([...newcomers.keys()].map(text => [text, tell(text)]))
}

/** The share of the rows with new values that hold a known one changed. */
export const kinRows = (newcomers: ReadonlyMap<string, number>, known: readonly string[]): number => {
  const kin = kinOf(newcomers, known)
  const all = [...newcomers.values()].reduce((sum, rows) => sum + rows, 0)
  const changed = [...newcomers].reduce(
    (sum, [value, rows]) => sum + (kin.get(value)?.kinship === 'none' ? 0 : rows),
    0,
  )
  return all > 0 ? changed / all : 0
}
