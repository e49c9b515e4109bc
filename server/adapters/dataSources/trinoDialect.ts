import type { Dialect } from '../../core/measure/dialect.ts'
import { commonDialect, onlyWhere } from './shared/commonDialect.ts'
import { dashed, isDay, PLAIN_OFFSET, withColon, WRITTEN, ZONED } from './shared/readTime.ts'

/** Trino's spelling of our measures. Quantiles and distinct counts are approximate, since exact ones would gather every value on one node. */
export const createTrinoDialect = (schema: string): Dialect => ({
  ...commonDialect,
  name: 'trino',
  defaultSchema: schema,
  instant: (iso, kind) => {
    if (kind === 'date') return `DATE '${iso.slice(0, 10)}'`
    const text = iso.slice(0, 19).replace('T', ' ')
    return kind === 'timestamptz' ? `TIMESTAMP '${text} UTC'` : `TIMESTAMP '${text}'`
  },
  local: (column, kind, { zone }) => {
    if (kind === 'date') return `CAST(${column} AS timestamp)`
    if (kind === 'timestamptz') return `CAST(${column} AT TIME ZONE '${zone}' AS timestamp)`
    return zone === 'UTC' ? column : `CAST(with_timezone(${column}, 'UTC') AT TIME ZONE '${zone}' AS timestamp)`
  },
  sinceEpoch: seconds => `(TIMESTAMP '1970-01-01 00:00:00' + CAST(${seconds} AS double) * INTERVAL '1' SECOND)`,
  readTime: (text, { zone }) => {
    const is = (pattern: string) => `regexp_like(${text}, '${pattern}')`
    // A cast there wants a blank between day and hour.
    const spaced = `concat(substr(${text}, 1, 10), ' ', substr(${text}, 12))`
    const offset = `CASE WHEN ${is(PLAIN_OFFSET)} THEN ${withColon(spaced)} ELSE ${spaced} END`
    const zoned = `CAST(at_timezone(try(CAST(${offset} AS timestamp with time zone)), 'UTC') AS timestamp)`
    const day = `try(CAST(${dashed(text)} AS timestamp))`
    const begun = zone === 'UTC' ? day : `CAST(at_timezone(with_timezone(${day}, '${zone}'), 'UTC') AS timestamp)`
    return (
      `CASE WHEN ${is(WRITTEN)} THEN CASE WHEN ${isDay(text)} THEN ${begun} ` +
      `WHEN ${is(ZONED)} THEN ${zoned} ELSE try(CAST(${spaced} AS timestamp)) END END`
    )
  },
  number: expression => `CAST(${expression} AS double)`,
  text: expression => `CAST(${expression} AS varchar)`,
  unfilled: column => `rtrim(CAST(${column} AS varchar))`,
  epoch: column => `to_unixtime(${column})`,
  quantile: (expression, p) => `approx_percentile(${expression}, ${p})`,
  distinct: (expression, { where }) => `approx_distinct(${onlyWhere(expression, where)})`,
  matches: (expression, pattern) => `regexp_like(${expression}, '${pattern}')`,
})

export const trinoDialect = createTrinoDialect('')
