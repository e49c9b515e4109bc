import type { Column } from '../../dataset/table.ts'
import { writtenColumnOf } from '../../dataset/timeColumn.ts'
import { addDays, dayText } from '../../shared/calendar.ts'
import { wholeDay, scopeOf } from '../../finding/metricSql.ts'
import type { Dialect, Sql } from '../dialect.ts'
import { kinCandidates, ownKeys, timeThere, type Candidate } from '../kinCandidates.ts'
import { comparable, kinPairs, ownColumns, saysSame, type KinPair, type Way } from '../kinPairs.ts'
import type { Case, Scan } from '../planned.ts'
import { readKin } from '../readKin.ts'
import { columnSql, countIf, quote, tableSql } from '../sql.ts'
import { betweenSql, epochSql } from '../timeSql.ts'
import { spanSql } from '../windows.ts'

/** Rows of each of the two days whose ids are looked for. */
const mostRows = 300
/** Days around them in which they may stand elsewhere. */
const daysAround = 2

type Asked = {
  readonly candidates: readonly Candidate[]
  readonly pairs: readonly (readonly KinPair[])[]
  readonly keys: readonly Column[]
  readonly columns: readonly Column[]
}

const askedOf = (state: Case): Asked => {
  const candidates = kinCandidates(state)
  const pairs = kinPairs(state, candidates)
  return { candidates, pairs, keys: ownKeys(state), columns: ownColumns(pairs) }
}

/** The name under which a query has a column of this table, or of another one, as what it is compared. */
const named = (columns: readonly Column[], column: Column, as: `${'o' | 't'}_${Way}`) =>
  `our_${as}${columns.indexOf(column)}`
const hereNamed = ({ columns }: Asked, { own: column, way }: KinPair) => named(columns, column, `o_${way}`)
const thereNamed = ({ table: { columns } }: Candidate, { there, way }: KinPair) => named(columns, there, `t_${way}`)

/** Each column once for every way in which the pairs compare it. */
const onceEach = (pairs: readonly KinPair[], write: (pair: KinPair) => Sql): readonly Sql[] => [
  ...new Set(pairs.map(write)),
]

/** Some rows of one day by the order of their ids: the same ones at every mention. */
const sample = (state: Case, { w, day, asked }: { w: number; day: string; asked: Asked }, dialect: Dialect): Sql => {
  const { table } = state.focus
  const [first] = asked.keys
  const written = writtenColumnOf(table)
  const key = quote(first?.name ?? '')
  const columns = [
    `${w} AS our_w`,
    ...asked.keys.map((column, index) => `${columnSql(column, dialect)} AS our_k${index}`),
    ...(written ? [`${epochSql(written, dialect)} AS our_written`] : []),
    ...onceEach(asked.pairs.flat(), pair => `${comparable(pair.own, pair.way, dialect)} AS ${hereNamed(asked, pair)}`),
  ]
  return `SELECT ${columns.join(', ')} FROM ${tableSql(table.name)} WHERE ${spanSql(wholeDay(day), scopeOf(state, dialect))} AND ${key} IS NOT NULL ORDER BY ${key} LIMIT ${mostRows}`
}

/** The rows of a candidate around the days; all of them where it has no time. */
const around = ({ table }: Candidate, days: readonly string[], dialect: Dialect): Sql => {
  const time = timeThere(table)
  if (!time) return ''
  const near = days.map(day => {
    const [from, to] = [addDays(day, -daysAround), addDays(day, daysAround + 1)]
    return `(${betweenSql(time, { from: `${from}T00:00:00Z`, to: `${to}T00:00:00Z` }, dialect)})`
  })
  return ` WHERE ${near.join(' OR ')}`
}

/** `e0`, `e1` and so on, as many in each part of the union. */
const counts = (sql: readonly Sql[], width: number): readonly Sql[] =>
  Array.from({ length: width }, (_, index) => `${sql[index] ?? '0'} AS e${index}`)

type Part = { readonly place: number; readonly asked: Asked; readonly width: number; readonly days: readonly string[] }

/** How many of the ids a candidate holds, and in how many of those rows each pair of columns says the same. */
const part = (state: Case, { place, asked, width, days }: Part, dialect: Dialect): Sql => {
  const [candidate, pairs = []] = [asked.candidates[place], asked.pairs[place]]
  if (!candidate) return ''
  const { table, column, own } = candidate
  const [here, there] = [writtenColumnOf(state.focus.table), writtenColumnOf(table)]
  const inner = [
    `${columnSql(column, dialect)} AS our_key`,
    ...(there ? [`${epochSql(there, dialect)} AS our_there_written`] : []),
    ...onceEach(pairs, pair => `${comparable(pair.there, pair.way, dialect)} AS ${thereNamed(candidate, pair)}`),
  ]
  const key = `our_k${asked.keys.indexOf(own)}`
  const same = pairs.map(pair => countIf(saysSame(hereNamed(asked, pair), thereNamed(candidate, pair), pair.way)))
  const later = here && there ? 'avg(our_there_written - our_written)' : dialect.number('NULL')
  const columns = [
    `${place} AS place`,
    'our_w AS w',
    'count(*) AS n',
    `count(DISTINCT ${key}) AS found`,
    `${later} AS later`,
    ...counts(same, width),
  ]
  return (
    `SELECT ${columns.join(', ')} ` +
    `FROM our_sample JOIN (SELECT ${inner.join(', ')} FROM ${tableSql(table.name)}${around(candidate, days, dialect)}) AS our_there ON our_key = ${key} GROUP BY our_w`
  )
}

/** Of the rows asked for: how many have a value in each column, and how many different ones. */
const own = ({ asked, width }: Part, dialect: Dialect): Sql => {
  const told = asked.columns.flatMap(column => {
    const pair = asked.pairs.flat().find(item => item.own === column)
    const name = pair ? hereNamed(asked, pair) : 'our_k0'
    return [`count(${name})`, `count(DISTINCT ${name})`]
  })
  const columns = [
    '-1 AS place',
    'our_w AS w',
    'count(*) AS n',
    'count(DISTINCT our_k0) AS found',
    `${dialect.number('NULL')} AS later`,
    ...counts(told, width),
  ]
  return `SELECT ${columns.join(', ')} FROM our_sample GROUP BY our_w`
}

/** Whether tables that nothing connects with this one by name hold its rows: the ids of some of them, and the same values beside each. */
export const kin: Scan = {
  name: 'kin',
  after: [],
  applies: state =>
    state.anomalous &&
    state.focus.timeColumn !== null &&
    state.anomaly.baselineDays.length > 0 &&
    kinCandidates(state).length > 0,
  plan: (state, dialect) => {
    const asked = askedOf(state)
    const { question, anomaly } = state
    const days = [question.day, ...anomaly.baselineDays.slice(0, 1)]
    const width = Math.max(2 * asked.columns.length, ...asked.pairs.map(({ length }) => length))
    const names = ['our_a', 'our_b']
    const columns = [
      'our_w',
      ...asked.keys.map((_, index) => `our_k${index}`),
      ...(writtenColumnOf(state.focus.table) ? ['our_written'] : []),
      ...onceEach(asked.pairs.flat(), pair => hereNamed(asked, pair)),
    ].join(', ')
    const samples = days.map(
      (day, w) => `SELECT ${columns} FROM (${sample(state, { w, day, asked }, dialect)}) AS ${names[w]}`,
    )
    const parts = asked.candidates.map((_, place) => part(state, { place, asked, width, days }, dialect))
    const all = [own({ place: -1, asked, width, days }, dialect), ...parts]
    return {
      purpose: `The same rows in ${[...new Set(asked.candidates.map(({ table }) => table.name.name))].join(', ')}: ids and values of ${dayText(question.day)} and of a normal day`,
      maxRows: 2 * all.length,
      sql: `WITH our_sample AS (${samples.join(' UNION ALL ')}) ${all.join(' UNION ALL ')}`,
    }
  },
  read: (state, answer) => readKin(state, askedOf(state), answer),
}
