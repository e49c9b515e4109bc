import type { Column } from '../dataset/table.ts'
import type { Dialect, Sql } from './dialect.ts'
import { countIf, literal, quote } from './sql.ts'

/** `watched` is the column the metric speaks of; `nullable` whether its nulls are what the case is about. */
export type ProfileScope = { readonly dialect: Dialect; readonly watched: Column | null; readonly nullable: boolean }

/** Numbers and texts that systems write where they have no value. */
export const numberSentinels = [-1, 999, 9999, 99999, 999999, -999, -9999] as const
export const textSentinels = ['', 'N/A', 'NA', 'n/a', 'null', 'NULL', 'None', 'none', 'unknown', 'UNKNOWN', 'Unknown', '-', '?'] as const

export const quantilePoints = [0.1, 0.5, 0.9] as const

/** '12.30' and '-4'; and a number with anything a person or a locale adds to it: '$12.30', '1,234.50', '12,30 EUR'. */
const plainNumber = '^ *-?[0-9]+([.][0-9]+)? *$'
const dressedNumber = [
  '^ *[^0-9A-Za-z.,+ -]+ *-?[0-9][0-9., ]*$', '^ *-?[0-9][0-9.,]* *[^0-9A-Za-z.,+: /-]+ *$', '^ *[A-Z]{3} ?-?[0-9][0-9.,]*$', '^ *-?[0-9][0-9.,]* ?[A-Z]{3} *$',
  '^ *-?[0-9]{1,3}(,[0-9]{3})+([.][0-9]+)? *$', '^ *-?[0-9]+,[0-9]{1,2} *$',
].map(pattern => `(${pattern})`).join('|')

export const isNumeric = ({ kind }: Column) => kind === 'integer' || kind === 'decimal'

/** The aggregates that profile one column, each named with the prefix; `readColumn` reads them. */
export const columnMeasures = (column: Column, prefix: string, scope: ProfileScope): readonly Sql[] => {
  const name = quote(column.name)
  const nulls = [`count(${name}) AS ${prefix}has`]
  if (scope.nullable && scope.watched && scope.watched.name !== column.name) {
    nulls.push(`${countIf(`${name} IS NULL AND ${quote(scope.watched.name)} IS NULL`)} AS ${prefix}both`)
  }
  if (isNumeric(column)) return [...nulls, ...numberMeasures(column, prefix, scope)]
  if (column.kind === 'text') return [...nulls, ...textMeasures(column, prefix, scope)]
  return nulls
}

const numberMeasures = (column: Column, prefix: string, { dialect, watched }: ProfileScope): readonly Sql[] => {
  const name = quote(column.name)
  const x = dialect.number(name)
  const measures = [
    `sum(${x}) AS ${prefix}sum`, `${countIf(`${name} < 0`)} AS ${prefix}neg`, `${countIf(`${name} = 0`)} AS ${prefix}zero`,
    ...quantilePoints.map((p, index) => `${dialect.quantile(x, p)} AS ${prefix}q${index}`),
  ]
  if (watched?.name !== column.name) return measures
  return [
    ...measures,
    ...quantilePoints.map((p, index) => `${dialect.quantile(`abs(${x})`, p)} AS ${prefix}a${index}`),
    ...numberSentinels.map((value, index) => `${countIf(`${name} = ${value}`)} AS ${prefix}s${index}`),
  ]
}

const textMeasures = (column: Column, prefix: string, { dialect, watched, nullable }: ProfileScope): readonly Sql[] => {
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
