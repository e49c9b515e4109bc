import type { Dialect } from '../../core/measure/dialect.ts'
import type { Clock } from '../../core/shared/clock.ts'
import { zoneChanges } from './mysql/zoneChanges.ts'
import { onlyWhere } from './shared/commonDialect.ts'
import { isDay, WRITTEN } from './shared/readTime.ts'

/** By how many minutes the clock is before UTC when a local day begins. */
const dayOffset = (day: string, clock: Clock): string => {
  const { changes, last } = zoneChanges(clock)
  if (changes.length === 0) return `(${last})`
  const local = (until: string, minutes: number) =>
    new Date(Date.parse(`${until}Z`) + minutes * 60_000).toISOString().slice(0, 19).replace('T', ' ')
  const whens = changes.map(
    ({ until, minutes }) => `WHEN ${day} < TIMESTAMP '${local(until, minutes)}' THEN (${minutes})`,
  )
  return `CASE ${whens.join(' ')} ELSE (${last}) END`
}

/** What a server of this family calls the collation that tells every two texts apart, trailing spaces included. */
export type ExactCollation = 'utf8mb4_nopad_bin' | 'utf8mb4_0900_bin'

/**
 * The spelling of MySQL and MariaDB in a session with ANSI_QUOTES, NO_BACKSLASH_ESCAPES and the time zone UTC. There are no quantiles and no grouping sets;
 * named time zones may be missing from the server, so their changes are written out.
 */
export const createMysqlDialect = (collation: ExactCollation, database: string): Dialect => {
  const exact = (text: string) => `CAST(${text} AS CHAR) COLLATE ${collation}`
  const plus = (column: string, minutes: number) => `${column} + INTERVAL ${minutes} MINUTE`
  return {
    name: 'mysql',
    defaultSchema: database,
    instant: (iso, kind) =>
      kind === 'date' ? `DATE '${iso.slice(0, 10)}'` : `TIMESTAMP '${iso.slice(0, 19).replace('T', ' ')}'`,
    timestampWord: 'TIMESTAMP',
    local: (column, kind, clock) => {
      if (kind === 'date') return `CAST(${column} AS DATETIME)`
      const { changes, last } = zoneChanges(clock)
      if (changes.length === 0) return last === 0 ? column : plus(column, last)
      const whens = changes.map(
        ({ until, minutes }) => `WHEN ${column} < TIMESTAMP '${until}' THEN ${plus(column, minutes)}`,
      )
      return `CASE ${whens.join(' ')} ELSE ${plus(column, last)} END`
    },
    truncated: (unit, timestamp) =>
      `CAST(date_format(${timestamp}, '${unit === 'hour' ? '%Y-%m-%d %H:00:00' : '%Y-%m-%d 00:00:00'}') AS DATETIME)`,
    noTime: 'CAST(NULL AS DATETIME)',
    sinceEpoch: seconds => `(TIMESTAMP '1970-01-01 00:00:00' + INTERVAL (${seconds}) SECOND)`,
    unmerged: '',
    readTime: (text, clock) => {
      const written = `timestamp(regexp_substr(${text}, '^[-0-9]+([ T][0-9:.]+)?'))`
      const offset = `regexp_substr(concat(substr(${text}, 11), '00'), '[-+][0-9]{2}:?[0-9]{2}')`
      const told = `concat(replace(substr(${offset}, 1, 3), '+', ''), ':', substr(${offset}, -2))`
      const seconds = `CASE WHEN ${isDay(text)} THEN ${dayOffset(written, clock)} * 60 ELSE coalesce(time_to_sec(${told}), 0) END`
      return `CASE WHEN ${text} REGEXP '${WRITTEN}' THEN ${written} - INTERVAL (${seconds}) SECOND END`
    },
    number: expression => `CAST(${expression} AS DOUBLE)`,
    text: exact,
    exact,
    unfilled: exact,
    epoch: column => `timestampdiff(MICROSECOND, TIMESTAMP '1970-01-01 00:00:00', ${column}) / 1000000`,
    quantile: () => {
      throw new Error('MySQL has no quantiles; see withRanks.')
    },
    ranksQuantiles: true,
    distinct: (expression, { where }) => `count(DISTINCT ${onlyWhere(expression, where)})`,
    distinctRows: expressions => `count(DISTINCT json_array(${expressions.join(', ')}))`,
    groupingSets: false,
    unpadded: text => `trim(LEADING '0' FROM ${text})`,
    spell: query => query,
    // Whatever the collation tells of letters: shorter than a collation of our own at every mention.
    matches: (expression, pattern) => `${expression} REGEXP '(?-i)${pattern}'`,
  }
}

export const mysqlDialect = createMysqlDialect('utf8mb4_0900_bin', '')
