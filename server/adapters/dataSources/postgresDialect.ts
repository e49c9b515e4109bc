import type { Dialect } from '../../core/measure/dialect.ts'
import { commonDialect, onlyWhere } from './shared/commonDialect.ts'
import { isDay, WRITTEN, ZONED } from './shared/readTime.ts'

/** PostgreSQL's spelling of our measures. It has no approximate counts, so they are exact. */
export const postgresDialect: Dialect = {
  name: 'postgres',
  defaultSchema: 'public',
  ...commonDialect,
  unmerged: ' OFFSET 0',
  readTime: (text, { zone }) => {
    const day = zone === 'UTC' ? '' : ` WHEN ${isDay(text)} THEN ' ${zone}'`
    const zoned = `CASE WHEN ${text} ~ '${ZONED}' THEN ''${day} ELSE ' UTC' END`
    return `CASE WHEN ${text} ~ '${WRITTEN}' THEN CAST(${text} || ${zoned} AS timestamptz) AT TIME ZONE 'UTC' END`
  },
  number: expression => `CAST(${expression} AS double precision)`,
  text: expression => `CAST(${expression} AS text)`,
  unfilled: column => `CAST(${column} AS text)`,
  epoch: column => `CAST(extract(epoch FROM ${column}) AS double precision)`,
  quantile: (expression, p) => `percentile_cont(${p}) WITHIN GROUP (ORDER BY ${expression})`,
  distinct: (expression, { where }) => `count(DISTINCT ${onlyWhere(expression, where)})`,
  matches: (expression, pattern) => `${expression} ~ '${pattern}'`,
}
