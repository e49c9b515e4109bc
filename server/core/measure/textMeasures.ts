import type { Column } from '../dataset/table.ts'
import type { Sql } from './dialect.ts'
import { watchedShare, type ProfileScope, type ProfileSource, type Rates } from './profileSource.ts'
import type { TextProfile } from './signal.ts'
import { countIf, literal, quote } from './sql.ts'

/** Texts that systems write where they have no value. */
export const textSentinels = ['', 'N/A', 'NA', 'n/a', 'null', 'NULL', 'None', 'none', 'unknown', 'UNKNOWN', 'Unknown', '-', '?'] as const

/** '12.30' and '-4'; and a number with anything a person or a locale adds to it: '$12.30', '1,234.50', '12,30 EUR'. */
const plainNumber = '^ *-?[0-9]+([.][0-9]+)? *$'
const dressedNumber = [
  '^ *[^0-9A-Za-z.,+ -]+ *-?[0-9][0-9., ]*$', '^ *-?[0-9][0-9.,]* *[^0-9A-Za-z.,+: /-]+ *$', '^ *[A-Z]{3} ?-?[0-9][0-9.,]*$', '^ *-?[0-9][0-9.,]* ?[A-Z]{3} *$',
  '^ *-?[0-9]{1,3}(,[0-9]{3})+([.][0-9]+)? *$', '^ *-?[0-9]+,[0-9]{1,2} *$',
].map(pattern => `(${pattern})`).join('|')

export const textMeasures = (column: Column, prefix: string, { dialect, watched, nullable }: ProfileScope): readonly Sql[] => {
  const name = quote(column.name)
  const sentinels = textSentinels.map(literal).join(', ')
  const plain = dialect.matches(name, plainNumber)
  const dressed = `${dialect.matches(name, dressedNumber)} AND NOT ${plain}`
  const measures = [
    `${countIf(`${name} IN (${sentinels})`)} AS ${prefix}sentinel`, `${countIf(plain)} AS ${prefix}plain`, `${countIf(dressed)} AS ${prefix}dressed`,
  ]
  if (nullable && watched && watched.name !== column.name) measures.push(`${countIf(`${quote(watched.name)} IS NULL AND ${dressed}`)} AS ${prefix}broken`)
  if (watched?.name !== column.name) return measures
  return [...measures, ...textSentinels.map((value, index) => `${countIf(`${name} = ${literal(value)}`)} AS ${prefix}s${index}`)]
}

/** Reads what `textMeasures` asked for. */
export const readTexts = ({ prefix, alert }: ProfileSource, rates: Rates): TextProfile => {
  const broken = alert?.number(`${prefix}broken`) ?? null
  return {
    sentinels: [{ value: 'any placeholder', rate: rates('sentinel') }, ...textSentinels.map((value, index) => ({ value, rate: rates(`s${index}`) }))],
    numericRate: rates('plain'), dressedRate: rates('dressed'), dressedWithTarget: broken === null ? null : watchedShare(alert, broken),
  }
}
