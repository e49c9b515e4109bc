import type { Focus } from '../dataset/focus.ts'
import type { Column } from '../dataset/table.ts'
import { addDays } from '../shared/calendar.ts'
import { utcClock, type Clock } from '../shared/clock.ts'
import type { Dialect, Sql } from './dialect.ts'
import { literal, quote, tableSql, timeText } from './sql.ts'

/** Units in which integers count time since 1970: how many of them a second has. Moments from 1973 to 5138 differ by so much that the number tells its unit. */
const unitsPerSecond = [1, 1e3, 1e6, 1e9] as const
const largestSeconds = 1e11

/** Seconds since 1970 of an integer that counts seconds, milli-, micro- or nanoseconds. */
const secondsOf = (integer: Sql): Sql => {
  const whole = (units: number) => (units === 1 ? integer : `floor(${integer} / ${units}.0)`)
  const finest = unitsPerSecond.at(-1) ?? 1
  const whens = unitsPerSecond
    .slice(0, -1)
    .map(units => `WHEN ${integer} < ${largestSeconds * units} THEN ${whole(units)}`)
  return `CASE ${whens.join(' ')} ELSE ${whole(finest)} END`
}

/** Whether the time must be read from what the column holds: a number or a text. */
const isTold = ({ kind }: Column) => kind === 'integer' || kind === 'text'

/** The time that a number or a text tells, as a timestamp without zone in UTC; NULL where it tells none. */
const toldSql = (column: Column, dialect: Dialect): Sql => {
  if (column.readAs !== undefined) return quote(column.readAs)
  return column.kind === 'integer'
    ? dialect.sinceEpoch(secondsOf(quote(column.name)))
    : dialect.readTime(timeText(column, dialect).text, column.clock ?? utcClock)
}

/** The time column as a local timestamp of the clock, also where it is a number or a text. */
export const localSql = (column: Column, clock: Clock, dialect: Dialect): Sql =>
  isTold(column)
    ? dialect.local(toldSql(column, dialect), 'timestamp', clock)
    : dialect.local(quote(column.name), column.kind, clock)

/** The time column as what times are compared and ordered by. */
export const momentSql = (column: Column, dialect: Dialect): Sql =>
  isTold(column) ? toldSql(column, dialect) : quote(column.name)

/** Seconds since 1970 of a time column. */
export const epochSql = (column: Column, dialect: Dialect): Sql => {
  if (column.kind === 'integer' && column.readAs === undefined) return `(${secondsOf(quote(column.name))})`
  return isTold(column)
    ? dialect.epoch(toldSql(column, dialect), 'timestamp')
    : dialect.epoch(quote(column.name), column.kind)
}

type Instants = { readonly from: string; readonly to: string }

/** Texts of the days around, whatever their offset: they begin with the year, so that they stand in the order of time, and zone maps and partitions prune. */
const nearSql = (column: Column, { from, to }: Instants, dialect: Dialect): Sql => {
  const day = (iso: string) => iso.slice(0, 10)
  return timeText(column, dialect).bare
    ? `${daysSql(column, { from: addDays(day(from), -1), to: addDays(day(to), 2) })} AND `
    : ''
}

/** With dashes and without: letter by letter, one does not stand where the other does. */
const daysSql = ({ name }: Column, { from, to }: Instants): Sql => {
  const between = (first: string, next: string) =>
    `${quote(name)} >= ${literal(first)} AND ${quote(name)} < ${literal(next)}`
  const plain = (day: string) => day.replaceAll('-', '')
  return `(${between(from, to)} OR ${between(plain(from), plain(to))})`
}

/** From the first to the last of the days that a query compares texts with; null where it compares with none. */
const allDays = (sql: Sql, { name }: Column): Instants | null => {
  const days = (sign: string) =>
    sql
      .split(`${quote(name)} ${sign} '`)
      .slice(1)
      .map(rest => rest.slice(0, 10))
      .filter(day => day.includes('-'))
      .toSorted()
  const [from, to] = [days('>=')[0], days('<').at(-1)]
  return from === undefined || to === undefined ? null : { from, to }
}

/** Rows from one instant (ISO 8601, UTC) until another; comparable with the bare column, so that partitions and zone maps prune. */
export const betweenSql = (column: Column, { from, to }: Instants, dialect: Dialect): Sql => {
  const { name, kind } = column
  if (kind === 'integer') {
    const [first, last] = [Date.parse(from) / 1000, Date.parse(to) / 1000]
    const spans = unitsPerSecond.map(units => `${quote(name)} >= ${first * units} AND ${quote(name)} < ${last * units}`)
    return `(${spans.join(' OR ')})`
  }
  const compared = kind === 'text' ? 'timestamp' : kind
  const time = momentSql(column, dialect)
  const exact = `${time} >= ${dialect.instant(from, compared)} AND ${time} < ${dialect.instant(to, compared)}`
  return kind === 'text' ? `${nearSql(column, { from, to }, dialect)}${exact}` : exact
}

const readName = 'our_read_time'

/** A query over the rows of the table, in which a time that is a number or a text is read once a row instead of at every mention. */
export const readOnce = <Query extends { readonly sql: Sql }>(
  focus: Focus,
  dialect: Dialect,
  write: (focus: Focus) => Query,
): Query => {
  const { table, timeColumn } = focus
  if (timeColumn === null || !isTold(timeColumn)) return write(focus)
  const query = write({ ...focus, timeColumn: { ...timeColumn, readAs: readName } })
  if (!query.sql.includes(quote(readName))) return query
  const mentioned = table.columns.map(({ name }) => quote(name)).filter(name => query.sql.includes(name))
  const columns = [...mentioned, `${toldSql(timeColumn, dialect)} AS ${quote(readName)}`].join(', ')
  const from = `FROM ${tableSql(table.name)}`
  const days = timeColumn.kind === 'text' ? allDays(query.sql, timeColumn) : null
  const rows = days ? `${from} WHERE ${daysSql(timeColumn, days)}${dialect.unmerged}` : from
  return {
    ...query,
    sql: query.sql.replaceAll(`${from} WHERE `, () => `FROM (SELECT ${columns} ${rows}) AS our_rows WHERE `),
  }
}
