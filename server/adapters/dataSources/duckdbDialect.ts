import type { Dialect } from '../../core/measure/dialect.ts'
import { commonDialect, onlyWhere } from './shared/commonDialect.ts'
import { dashed, isDay, WRITTEN, ZONED } from './shared/readTime.ts'

/**
 * The approximate count is off by an eighth, which hides that a column tells rows apart. Of some rows the exact one is cheap, but each holds its values in memory: so many
 * counts in a query, and so many values in all of them, at the very most.
 */
const MOST_EXACT = { counts: 48, values: 5e7 }

/** DuckDB's spelling of our measures. */
export const duckdbDialect: Dialect = {
  name: 'duckdb',
  defaultSchema: 'main',
  ...commonDialect,
  readTime: (text, { zone }) => {
    const is = (pattern: string) => `regexp_matches(${text}, '${pattern}')`
    const day = `TRY_CAST(${dashed(text)} AS TIMESTAMP)`
    const begun = zone === 'UTC' ? day : `((${day} AT TIME ZONE '${zone}') AT TIME ZONE 'UTC')`
    const zoned = `WHEN ${is(ZONED)} THEN TRY_CAST(${text} AS TIMESTAMPTZ) AT TIME ZONE 'UTC'`
    return `CASE WHEN ${is(WRITTEN)} THEN CASE WHEN ${isDay(text)} THEN ${begun} ${zoned} ELSE TRY_CAST(${text} AS TIMESTAMP) END END`
  },
  number: expression => `CAST(${expression} AS DOUBLE)`,
  text: expression => `CAST(${expression} AS VARCHAR)`,
  unfilled: column => column,
  epoch: (column, kind) => (kind === 'date' ? `epoch(CAST(${column} AS TIMESTAMP))` : `epoch(${column})`),
  quantile: (expression, p) => `quantile_cont(${expression}, ${p})`,
  distinct: (expression, { where, counts, rows }) => {
    const isCheap = rows !== null && counts <= MOST_EXACT.counts && counts * rows <= MOST_EXACT.values
    if (where !== null && isCheap) return `count(DISTINCT ${expression}) FILTER (WHERE ${where})`
    return `approx_count_distinct(${onlyWhere(expression, where)})`
  },
  matches: (expression, pattern) => `regexp_matches(${expression}, '${pattern}')`,
}
