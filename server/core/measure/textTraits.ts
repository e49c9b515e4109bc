import type { FaultKind } from '../fault/faultKind.ts'
import type { Dialect, Sql } from './dialect.ts'

/** Something a text can be, counted in both windows while a kind of fault is alive that it tells about. */
export type Trait = {
  readonly name: string
  readonly fault: FaultKind
  /** The columns it is counted in: the watched one, those whose values are too many to be listed, or all. */
  readonly of: 'watched' | 'unlisted' | 'all'
  readonly holds: (text: Sql, dialect: Dialect) => Sql
}

const matching = (fault: FaultKind, name: string, pattern: string): Trait => ({
  name,
  fault,
  of: fault === 'formatDrift' ? 'unlisted' : 'watched',
  holds: (text, dialect) => dialect.matches(text, pattern),
})

/** Lengths that systems cut texts at. */
export const caps = [
  4, 5, 6, 7, 8, 9, 10, 12, 15, 16, 20, 24, 25, 30, 32, 40, 50, 60, 63, 64, 80, 100, 120, 127, 128, 200, 250, 255, 256,
] as const

/** Words that people and programs name trials with. */
const trial =
  '(^|[^a-z])((load)?test(er|ing|s)?(user|account|order|data|shop|customer)?|qa|demo|dummy|fake|sandbox|example|foo|asdf)([^a-z]|$)'

/** Formats that exclude one another well enough that one migrates into another. */
const shapes: Readonly<Record<string, string>> = {
  'year-month-day': '^[0-9]{4}-[0-9]{2}-[0-9]{2}',
  'day/month': '^(1[3-9]|2[0-9]|3[01])/[0-9]{1,2}/[0-9]',
  'month/day': '^[0-9]{1,2}/(1[3-9]|2[0-9]|3[01])/[0-9]',
  'n/n/year': '^(0?[1-9]|1[0-2])/(0?[1-9]|1[0-2])/[0-9]',
  'year/month/day': '^[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}',
  'day.month.year': '^[0-9]{1,2}[.][0-9]{1,2}[.][0-9]{2,4}',
  'day-month-year': '^[0-9]{1,2}-[0-9]{1,2}-[0-9]{2,4}',
  yyyymmdd: '^(19|20)[0-9]{6}$',
  'day and name of month': '^([0-9]{1,2}[ .-]*)?[A-Z][a-z]{2,8}[ .-]+[0-9]{1,2}',
  'seconds since 1970': '^1[0-9]{9}$',
  'milliseconds since 1970': '^1[0-9]{12}$',
  'zero-padded digits': '^0[0-9]+$',
  digits: '^[1-9][0-9]{0,7}$',
  '+digits': '^[+][0-9]',
  'parted digits': '^[(]?[0-9]{2,5}[)]?([ /-]+[0-9]{2,})+$',
  'decimal point': '^-?[0-9]+[.][0-9]+$',
  'decimal comma': '^-?[0-9]+,[0-9]{1,2}$',
  'parted thousands': '^-?[0-9]{1,3}([,. ][0-9]{3})+([.,][0-9]{1,2})?$',
  'dashed hex': '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-',
  'plain hex': '^[0-9a-fA-F]{32}$',
}

export const shapeNames: readonly string[] = Object.keys(shapes)
/** Names of the traits that tell how a text is spelt. */
export const spellings = ['upper case', 'lower case', 'spaces around', 'other spaces', 'letters beyond ASCII'] as const
export const spoilt = 'damaged characters'
export const trialLike = 'trial'

/** Every trait there is; few of them are counted in any one case. */
export const traits: readonly Trait[] = [
  { name: trialLike, fault: 'testData', of: 'all', holds: (text, dialect) => dialect.matches(`lower(${text})`, trial) },
  // Bytes of UTF-8 read as Latin-1, the replacement character, question marks inside words, and letters written for a page.
  matching('encodingDamage', spoilt, '\uFFFD|Ã.|Â.|â€|[A-Za-z][?]+[A-Za-z]|&#[0-9xX][0-9a-fA-F]+;'),
  matching('caseDrift', spellings[0], '[A-Z]'),
  matching('caseDrift', spellings[1], '[a-z]'),
  matching('caseDrift', spellings[2], '^ | $'),
  matching('caseDrift', spellings[3], '  |[\u00A0\u200B\u3000\t]'),
  matching('caseDrift', spellings[4], '[^ -~]'),
  ...caps.map((cap): Trait => ({
    name: String(cap),
    fault: 'truncatedText',
    of: 'watched',
    holds: text => `length(${text}) = ${cap}`,
  })),
  ...Object.entries(shapes).map(([name, pattern]) => matching('formatDrift', name, pattern)),
]
