import type { Dialect } from '../../core/measure/dialect.ts'
import { commonDialect } from './shared/commonDialect.ts'
import { ZONED } from './shared/readTime.ts'

/** DuckDB's spelling of our measures. */
export const duckdbDialect: Dialect = {
  name: 'duckdb',
  defaultSchema: 'main',
  ...commonDialect,
  readTime: text =>
    `CASE WHEN regexp_matches(${text}, '${ZONED}') THEN TRY_CAST(${text} AS TIMESTAMPTZ) AT TIME ZONE 'UTC' ELSE TRY_CAST(${text} AS TIMESTAMP) END`,
  number: expression => `CAST(${expression} AS DOUBLE)`,
  text: expression => `CAST(${expression} AS VARCHAR)`,
  unfilled: column => column,
  epoch: (column, kind) => (kind === 'date' ? `epoch(CAST(${column} AS TIMESTAMP))` : `epoch(${column})`),
  quantile: (expression, p) => `quantile_cont(${expression}, ${p})`,
  distinct: expression => `approx_count_distinct(${expression})`,
  matches: (expression, pattern) => `regexp_matches(${expression}, '${pattern}')`,
}
