import type { Column } from '../dataset/table.ts'
import type { Clock, Dialect, Sql } from './dialect.ts'
import { quote } from './sql.ts'

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

/** The time column as a local timestamp of the clock, also where it is an integer that counts time since 1970. */
export const localSql = ({ name, kind }: Column, clock: Clock, dialect: Dialect): Sql =>
  kind === 'integer'
    ? dialect.local(dialect.sinceEpoch(secondsOf(quote(name))), 'timestamp', clock)
    : dialect.local(quote(name), kind, clock)

/** Seconds since 1970 of a time column. */
export const epochSql = ({ name, kind }: Column, dialect: Dialect): Sql =>
  kind === 'integer' ? `(${secondsOf(quote(name))})` : dialect.epoch(quote(name), kind)

/** Rows from one instant (ISO 8601, UTC) until another; comparable with the bare column, so that partitions and zone maps prune. */
export const betweenSql = (
  { name, kind }: Column,
  { from, to }: { readonly from: string; readonly to: string },
  dialect: Dialect,
): Sql => {
  const column = quote(name)
  if (kind !== 'integer')
    return `${column} >= ${dialect.instant(from, kind)} AND ${column} < ${dialect.instant(to, kind)}`
  const [first, last] = [Date.parse(from) / 1000, Date.parse(to) / 1000]
  const spans = unitsPerSecond.map(units => `${column} >= ${first * units} AND ${column} < ${last * units}`)
  return `(${spans.join(' OR ')})`
}
