import type { Column } from '../dataset/table.ts'
import type { Sql } from './dialect.ts'
import { watchedShare, type ProfileScope, type ProfileSource, type Rates } from './profileSource.ts'
import type { TextProfile } from './signal.ts'
import { countIf, literal, quote } from './sql.ts'
import { traits } from './textTraits.ts'

/** Texts that systems write where they have no value. */
export const textSentinels = [
  '',
  'N/A',
  'NA',
  'n/a',
  'null',
  'NULL',
  'None',
  'none',
  'unknown',
  'UNKNOWN',
  'Unknown',
  '-',
  '?',
] as const

/** '12.30' and '-4'; and a number with anything a person or a locale adds to it: '$12.30', '1,234.50', '12,30 EUR'. */
const plainNumber = '^ *-?[0-9]+([.][0-9]+)? *$'
const fraction = '^ *-?[0-9]*[.][0-9]+ *$'
const dressedNumber = [
  '^ *[^0-9A-Za-z.,+ -]+ *-?[0-9][0-9., ]*$',
  '^ *-?[0-9][0-9.,]* *[^0-9A-Za-z.,+: /-]+ *$',
  '^ *[A-Z]{3} ?-?[0-9][0-9.,]*$',
  '^ *-?[0-9][0-9.,]* ?[A-Z]{3} *$',
  '^ *-?[0-9]{1,3}(,[0-9]{3})+([.][0-9]+)? *$',
  '^ *-?[0-9]+,[0-9]{1,2} *$',
]
  .map(pattern => `(${pattern})`)
  .join('|')

/** The traits counted in this column, each with the name of its measure. */
const counted = (column: Column, prefix: string, { watched, asked, unlisted }: Omit<ProfileScope, 'dialect'>) =>
  traits
    .map((trait, index) => ({ ...trait, measure: `${prefix}t${index}` }))
    .filter(
      ({ fault, of }) =>
        asked.has(fault) &&
        (of === 'all' || (of === 'watched' ? watched?.name === column.name : unlisted.has(column.name))),
    )

const placeholders = (column: Column, prefix: string, { watched, asked }: ProfileScope): readonly Sql[] => {
  const name = quote(column.name)
  if (!asked.has('sentinelValues')) return []
  const any = `${countIf(`${name} IN (${textSentinels.map(literal).join(', ')})`)} AS ${prefix}sentinel`
  return watched?.name === column.name
    ? [any, ...textSentinels.map((value, index) => `${countIf(`${name} = ${literal(value)}`)} AS ${prefix}s${index}`)]
    : [any]
}

const numbersInText = (
  column: Column,
  prefix: string,
  { dialect, watched, nullable, asked }: ProfileScope,
): readonly Sql[] => {
  if (!asked.has('typeChange')) return []
  const name = quote(column.name)
  const plain = dialect.matches(name, plainNumber)
  const dressed = `${dialect.matches(name, dressedNumber)} AND NOT ${plain}`
  const both = [`${countIf(plain)} AS ${prefix}plain`, `${countIf(dressed)} AS ${prefix}dressed`]
  if (watched?.name === column.name)
    return [...both, `${countIf(dialect.matches(name, fraction))} AS ${prefix}fraction`]
  if (!nullable || !watched) return both
  const lost = (what: Sql) => countIf(`${quote(watched.name)} IS NULL AND ${what}`)
  return [...both, `${lost(dressed)} AS ${prefix}broken`, `${lost(`NOT ${plain}`)} AS ${prefix}strange`]
}

export const textMeasures = (column: Column, prefix: string, scope: ProfileScope): readonly Sql[] => {
  const { dialect, watched, asked } = scope
  const name = quote(column.name)
  return [
    ...placeholders(column, prefix, scope),
    ...numbersInText(column, prefix, scope),
    ...counted(column, prefix, scope).map(({ holds, measure }) => `${countIf(holds(name, dialect))} AS ${measure}`),
    ...(watched?.name === column.name && asked.has('valueRecoded')
      ? scope.named.map((value, index) => `${countIf(`${name} = ${literal(value)}`)} AS ${prefix}v${index}`)
      : []),
    ...(asked.has('truncatedText') && watched?.name === column.name
      ? [`max(length(${name})) AS ${prefix}longest`]
      : []),
  ]
}

/** Reads what `textMeasures` asked for. */
export const readTexts = (
  { column, prefix, scope, scale, alert, normal }: ProfileSource,
  rates: Rates,
): TextProfile => {
  const [broken, strange] = [alert?.number(`${prefix}broken`) ?? null, alert?.number(`${prefix}strange`) ?? null]
  const [longestNow, longestUsually] = [
    alert?.number(`${prefix}longest`) ?? null,
    normal?.number(`${prefix}longest`) ?? null,
  ]
  return {
    sentinels: [
      { value: 'any placeholder', rate: rates('sentinel') },
      ...textSentinels.map((value, index) => ({ value, rate: rates(`s${index}`) })),
    ],
    numericRate: rates('plain'),
    dressedRate: rates('dressed'),
    dressedWithTarget: broken === null ? null : watchedShare(alert, broken),
    ...(alert?.number(`${prefix}fraction`) == null ? {} : { fractionRate: rates('fraction') }),
    ...(strange === null ? {} : { otherWithTarget: watchedShare(alert, strange) }),
    traits: counted(column, prefix, scope).map(({ name, measure }) => ({
      name,
      rate: rates(measure.slice(prefix.length)),
    })),
    named: scope.named.flatMap((value, index) => {
      const measure = `${prefix}v${index}`
      return alert?.number(measure) == null
        ? []
        : [{ value, rows: { alert: alert.count(measure), normal: (normal?.count(measure) ?? 0) * scale } }]
    }),
    longest: longestNow === null || longestUsually === null ? null : { alert: longestNow, normal: longestUsually },
  }
}
