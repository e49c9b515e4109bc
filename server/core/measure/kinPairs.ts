import { isNumeric, type Column, type Table } from '../dataset/table.ts'
import { isTimeColumn } from '../dataset/timeColumn.ts'
import { metricColumns } from '../metric/metric.ts'
import type { Candidate } from './kinCandidates.ts'
import type { Dialect, Sql } from './dialect.ts'
import type { Case } from './planned.ts'
import { columnSql, quote } from './sql.ts'
import { epochSql } from './timeSql.ts'

/** As what two columns are compared. A time of whole days is compared by its day. */
export type Way = 'number' | 'text' | 'time' | 'day' | 'boolean'

/** A column of the alerted table and one of a candidate that may say the same. */
export type KinPair = { readonly own: Column; readonly there: Column; readonly way: Way }

/** Pairs of one query, over all candidates. */
const mostPairs = 150
const mostColumns = 60

const isDate = ({ kind }: Column) => kind === 'date'

/** Null where they cannot say the same. Landing tables hold as text what is a number or a time later, and times as numbers. */
const wayOf = (own: Column, there: Column): Way | null => {
  if (isTimeColumn(own) && isTimeColumn(there)) return isDate(own) || isDate(there) ? 'day' : 'time'
  if (isTimeColumn(own) && (there.kind === 'text' || there.kind === 'integer')) return isDate(own) ? 'day' : 'time'
  if (isNumeric(own) && (isNumeric(there) || there.kind === 'text')) return 'number'
  if (own.kind === 'text' && there.kind === 'text') return 'text'
  return own.kind === 'boolean' && there.kind === 'boolean' ? 'boolean' : null
}

/** 'zn' of zone and 'dur' of duration_s: the letters in their order, the first one first. */
const abbreviates = (short: string, long: string) => {
  const [a, b] = [short, long].map(name => name.toLowerCase().replaceAll(/[^\p{L}]/gu, ''))
  if (!a || !b || a[0] !== b[0]) return false
  let place = 0
  for (const letter of b) if (letter === a[place]) place += 1
  return place === a.length
}

/** The likeliest first: of one kind, by what the names say, and by where they stand, for tables are seldom built in another order. */
const unlikeness = (own: Table, there: Table, pair: KinPair): number => {
  const place = ({ columns }: Table, column: Column) => columns.indexOf(column) / columns.length
  const [a, b] = [pair.own.name, pair.there.name]
  const isNamed = a.toLowerCase() === b.toLowerCase() || abbreviates(b, a) || abbreviates(a, b)
  return (
    (pair.own.kind === pair.there.kind ? 0 : 2) +
    (isNamed ? 0 : 1) +
    Math.abs(place(own, pair.own) - place(there, pair.there))
  )
}

/** The columns to compare, what the case watches and what places its rows first. */
const compared = ({ focus, question }: Case, own: Column): readonly Column[] => {
  const { table, timeColumn, masked = [] } = focus
  const watched = metricColumns(question.metric)
  const weight = ({ name }: Column) => (watched.includes(name) ? 0 : name === timeColumn?.name ? 1 : 2)
  return table.columns
    .filter(({ name }) => name !== own.name && !masked.includes(name))
    .toSorted((a, b) => weight(a) - weight(b))
    .slice(0, mostColumns)
}

/** The pairs of one candidate: of every column the likeliest one, then the second, and so on. */
export const pairsOf = (state: Case, { table, column, own: key }: Candidate, most: number): readonly KinPair[] => {
  const ranked = compared(state, key).map(own =>
    table.columns
      .flatMap(there => {
        const way = there === column ? null : wayOf(own, there)
        return way === null ? [] : [{ own, there, way }]
      })
      .toSorted((a, b) => unlikeness(state.focus.table, table, a) - unlikeness(state.focus.table, table, b)),
  )
  const rounds = Math.max(0, ...ranked.map(({ length }) => length))
  return Array.from({ length: rounds }, (_, round) => ranked.flatMap(pairs => pairs[round] ?? []))
    .flat()
    .slice(0, most)
}

/** The pairs of every candidate; what one does not need is left to the next. */
export const kinPairs = (state: Case, candidates: readonly Candidate[]): readonly (readonly KinPair[])[] => {
  let left = mostPairs
  return candidates.map((candidate, index) => {
    const pairs = pairsOf(state, candidate, Math.floor(left / (candidates.length - index)))
    left -= pairs.length
    return pairs
  })
}

/** The columns of the alerted table that any pair compares, each as what it is by itself. */
export const ownColumns = (pairs: readonly (readonly KinPair[])[]): readonly Column[] => [
  ...new Set(pairs.flat().map(({ own }) => own)),
]

const plainNumber = '^ *-?[0-9]+([.][0-9]+)? *$'

/** A column as a number, a trimmed text, or seconds or days since 1970. */
export const comparable = (column: Column, way: Way, dialect: Dialect): Sql => {
  const sql = columnSql(column, dialect)
  switch (way) {
    case 'number':
      return isNumeric(column)
        ? dialect.number(sql)
        : `CASE WHEN ${dialect.matches(sql, plainNumber)} THEN ${dialect.number(`trim(${sql})`)} END`
    case 'text':
      return `trim(${sql})`
    case 'time':
      return epochSql(column, dialect)
    case 'day':
      return `floor(${epochSql(column, dialect)} / 86400.0)`
    case 'boolean':
      return `CASE WHEN ${quote(column.name)} THEN 1 WHEN NOT ${quote(column.name)} THEN 0 END`
  }
}

/** Landing tables hold cents, grams and seconds of what are units, kilos and minutes later. */
const finer = [100, 1000, 60] as const

/** Whether both say the same: numbers but for what a type rounds off, also where they are counted finer there; times within a second. */
export const saysSame = (own: Sql, there: Sql, way: Way): Sql => {
  if (way === 'number')
    return [
      `abs(${own} - ${there}) <= 0.000001 * abs(${own})`,
      ...finer.map(factor => `abs(${own} * ${factor} - ${there}) <= 0.005 * abs(${there})`),
    ].join(' OR ')
  return way === 'time' ? `abs(${own} - ${there}) < 1` : `${own} = ${there}`
}
