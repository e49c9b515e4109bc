import {
  passesCpf,
  passesEan,
  passesEleven,
  passesMod1110,
  passesMod112,
  passesPesel,
  passesVerhoeff,
  remainder,
} from './checkDigits.ts'

/** How one state numbers its people. */
type Scheme = {
  /** As people write it, telling by itself. */
  readonly written: string
  /** Digits that tell only behind a word for it. */
  readonly bare?: string
  readonly word?: string
  readonly inCapitals?: true
  /** Asked without spaces, dots and dashes, in capitals. */
  readonly holds: (sign: string) => boolean
}

const isMonth = (text: string) => Number(text) >= 1 && Number(text) <= 12
const isDay = (text: string) => Number(text) >= 1 && Number(text) <= 31
const isOneDigit = (digits: string) => new Set(digits).size === 1

/** No area 000 or 666, and from 900 on only the groups of taxpayers who have no social security. */
const isSsn = (sign: string) => {
  const [area, group, serial] = [Number(sign.slice(0, 3)), Number(sign.slice(3, 5)), Number(sign.slice(5))]
  if (area >= 900)
    return (group >= 50 && group <= 65) || (group >= 70 && group <= 88) || (group >= 90 && group <= 92) || group >= 94
  return area !== 0 && area !== 666 && group !== 0 && serial !== 0
}

/** One digit of the first ten stands there twice or three times, the others once at most. */
const isSteuerId = (sign: string) => {
  const counts = [...'0123456789'].map(digit => sign.slice(0, 10).split(digit).length - 1)
  const repeated = counts.filter(count => count > 1)
  return sign[0] !== '0' && repeated.length === 1 && (repeated[0] ?? 0) <= 3 && passesMod1110(sign)
}

/** The letter of a number by its remainder; a foreigner's first letter counts as a digit. */
const isDni = (sign: string) => {
  const digits = sign.slice(0, -1).replace(/^[XYZ]/, first => String('XYZ'.indexOf(first)))
  return 'TRWAGMYFPDXBNJZSQVHLCKE'[Number(digits) % 23] === sign.at(-1)
}

/** Signs at odd places count by this order, those at even places by their own value. */
const oddValues = 'BAKPLCQDREVOSFTGUHMINJWZYX'
const isCodiceFiscale = (sign: string) => {
  const valueOf = (letter: string) => (/\d/.test(letter) ? Number(letter) : letter.charCodeAt(0) - 65)
  const odd = (letter: string) => oddValues.indexOf(String.fromCharCode(65 + valueOf(letter)))
  const sum = [...sign.slice(0, 15)].reduce(
    (total, letter, place) => total + (place % 2 === 0 ? odd(letter) : valueOf(letter)),
    0,
  )
  return String.fromCharCode(65 + (sum % 26)) === sign[15]
}

/** The key is 97 less the remainder; Corsica's departments count as 19 and 18. */
const isNir = (sign: string) => {
  const digits = sign.replace('2A', '19').replace('2B', '18')
  return 97 - remainder(digits.slice(0, 13), 97) === Number(digits.slice(13))
}

/** Whoever was born since 2000 has a 2 before the number. */
const isRijksregister = (sign: string) =>
  ['', '2'].some(before => 97 - remainder(before + sign.slice(0, 9), 97) === Number(sign.slice(9)))

const isChinese = (sign: string) => isMonth(sign.slice(10, 12)) && isDay(sign.slice(12, 14)) && passesMod112(sign)
const isPesel = (sign: string) =>
  isMonth(String(Number(sign.slice(2, 4)) % 20)) && isDay(sign.slice(4, 6)) && passesPesel(sign)

const schemes: readonly Scheme[] = [
  {
    word: 'ssn|itin|social security',
    written: '\\d{3}-\\d{2}-\\d{4}|\\d{3} \\d{2} \\d{4}(?! ?\\d)',
    bare: '\\d{9}',
    holds: isSsn,
  },
  {
    written: '(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?: ?\\d{2}){3} ?[A-D]',
    // Without a check digit, small letters would be too much like any code.
    inCapitals: true,
    holds: () => true,
  },
  { written: '\\d{11}|\\d{2} \\d{3} \\d{3} \\d{3}(?! ?\\d)', holds: isSteuerId },
  { written: '(?:\\d{8}|\\d{2}\\.\\d{3}\\.\\d{3}|[XYZ][ -]?\\d{7})[ -]?[A-HJ-NP-TV-Z]', holds: isDni },
  { written: '[A-Z]{6}[\\dL-NP-V]{2}[A-EHLMPRST][\\dL-NP-V]{2}[A-Z][\\dL-NP-V]{3}[A-Z]', holds: isCodiceFiscale },
  {
    written: '[12]( ?)\\d{2}\\1(?:0[1-9]|[1-9]\\d)\\1(?:\\d{2}|2[AB])\\1\\d{3}\\1\\d{3}\\1\\d{2}(?! ?\\d)',
    holds: isNir,
  },
  {
    word: 'bsn|burgerservicenummer|sofinummer',
    written: '\\d{4}[. ]\\d{2}[. ]\\d{3}(?! ?\\d)',
    bare: '\\d{8,9}',
    holds: sign => !isOneDigit(sign) && passesEleven(sign.padStart(9, '0')),
  },
  {
    word: 'aadhaa?r|uidai',
    written: '[2-9]\\d{3}([ -])\\d{4}\\1\\d{4}(?![ -]?\\d)',
    bare: '[2-9]\\d{11}',
    holds: passesVerhoeff,
  },
  {
    word: 'cpf',
    written: '\\d{3}\\.\\d{3}\\.\\d{3}-\\d{2}',
    bare: '\\d{11}',
    holds: sign => !isOneDigit(sign) && passesCpf(sign),
  },
  { word: 'pesel', written: '(?!)', bare: '\\d{11}', holds: isPesel },
  {
    word: 'rijksregister(?:nummer)?|num[ée]ro national',
    written: '\\d{2}\\.\\d{2}\\.\\d{2}-\\d{3}\\.\\d{2}',
    bare: '\\d{11}',
    holds: isRijksregister,
  },
  { written: '756\\.\\d{4}\\.\\d{4}\\.\\d{2}|756\\d{10}', holds: passesEan },
  { written: '[1-9]\\d{5}(?:19|20)\\d{9}[\\dXx]', holds: isChinese },
]

const plain = (text: string) => text.replaceAll(/[ .-]/g, '').toUpperCase()

/** Rules for a text: in the ways that people write it, and bare behind the word for it. */
export const nationalIdRules = schemes.flatMap(({ written, word, bare, inCapitals, holds }) => {
  const rule = (source: string, flags: string) => ({
    pattern: new RegExp(`${source}(?![\\dA-Za-z_]|[.-]\\d)`, flags),
    holds: (match: string) => holds(plain(match)),
  })
  const behind = `(?<=(?<![\\dA-Za-z])(?:${word})(?:[ .-]?(?:no|nr|number|nummer|is))*\\W{1,3})`
  const alone = `(?<![\\dA-Za-z_.-])(?<!\\d )(?:${written})`
  return [rule(alone, inCapitals ? 'g' : 'gi'), ...(word === undefined ? [] : [rule(`${behind}(?:${bare})`, 'gi')])]
})

const leastValues = 6

/**
 * Whether all of a column's values pass one check that a bare number may pass by chance (one in ten or eleven): six different ones do so once in a million
 * columns.
 */
export const areNationalIds = (values: readonly string[]): boolean => {
  const different = [...new Set(values)]
  return (
    different.length >= leastValues &&
    schemes.some(({ bare, written, holds }) => {
      const whole = new RegExp(`^(?:${[written, ...(bare === undefined ? [] : [bare])].join('|')})$`)
      return holds !== isSsn && different.every(value => whole.test(value) && holds(plain(value)))
    })
  )
}

const words = [
  'ssn',
  'itin',
  'nino',
  'dni',
  'nie',
  'nif',
  'nir',
  'bsn',
  'cpf',
  'pesel',
  'ahv',
  'avs',
  'tin',
  'idnr',
  'insee',
  'aadhaa?r',
  'personnummer',
  'cod(ice)?_fiscale',
  'steuer_?(id|nr|nummer)',
  'burgerservice_?nummer',
  'sofi_?nummer',
  'rijksregister_?nummer',
  '(national|citizen|personal|identity|government)_?(id|number|no|nr|identifier)',
  'tax(payer)?_?(id|number|identifier)',
  'fiscal_?code',
]
const named = new RegExp(`(^|_)(${words.join('|')})(_|\\d|$)|social_?security|national_?insurance`)

const snake = (name: string) =>
  name
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_')
    .toLowerCase()
    .replaceAll(/[^a-z\d]+/g, '_')

/** Whether the column's name says that it holds national ids. */
export const isNationalId = (column: string): boolean => named.test(snake(column))
