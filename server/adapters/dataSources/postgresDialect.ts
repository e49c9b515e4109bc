import type { Dialect } from '../../core/measure/dialect.ts'

/** PostgreSQL's spelling of our measures. It has no approximate counts, so they are exact. */
export const postgresDialect: Dialect = {
  name: 'postgres',
  defaultSchema: 'public',
  instant: (iso, kind) => {
    if (kind === 'date') return `DATE '${iso.slice(0, 10)}'`
    const text = iso.slice(0, 19).replace('T', ' ')
    return kind === 'timestamptz' ? `TIMESTAMPTZ '${text}+00'` : `TIMESTAMP '${text}'`
  },
  local: (column, kind, zone) => {
    if (kind === 'date') return `CAST(${column} AS timestamp)`
    if (kind === 'timestamptz') return `(${column} AT TIME ZONE '${zone}')`
    return zone === 'UTC' ? column : `((${column} AT TIME ZONE 'UTC') AT TIME ZONE '${zone}')`
  },
  number: expression => `CAST(${expression} AS double precision)`,
  text: expression => `CAST(${expression} AS text)`,
  epoch: column => `CAST(extract(epoch FROM ${column}) AS double precision)`,
  quantile: (expression, p) => `percentile_cont(${p}) WITHIN GROUP (ORDER BY ${expression})`,
  distinct: expression => `count(DISTINCT ${expression})`,
  matches: (expression, pattern) => `${expression} ~ '${pattern}'`,
}
