import type { Dialect } from '../../core/measure/dialect.ts'

/** DuckDB's spelling of our measures. */
export const duckdbDialect: Dialect = {
  name: 'duckdb',
  defaultSchema: 'main',
  instant: (iso, kind) => {
    if (kind === 'date') return `DATE '${iso.slice(0, 10)}'`
    const text = iso.slice(0, 19).replace('T', ' ')
    return kind === 'timestamptz' ? `TIMESTAMPTZ '${text}+00'` : `TIMESTAMP '${text}'`
  },
  local: (column, kind, zone) => {
    if (kind === 'date') return `CAST(${column} AS TIMESTAMP)`
    if (kind === 'timestamptz') return `(${column} AT TIME ZONE '${zone}')`
    return zone === 'UTC' ? column : `((${column} AT TIME ZONE 'UTC') AT TIME ZONE '${zone}')`
  },
  number: expression => `CAST(${expression} AS DOUBLE)`,
  text: expression => `CAST(${expression} AS VARCHAR)`,
  epoch: (column, kind) => kind === 'date' ? `epoch(CAST(${column} AS TIMESTAMP))` : `epoch(${column})`,
  quantile: (expression, p) => `quantile_cont(${expression}, ${p})`,
  distinct: expression => `approx_count_distinct(${expression})`,
  matches: (expression, pattern) => `regexp_matches(${expression}, '${pattern}')`,
}
