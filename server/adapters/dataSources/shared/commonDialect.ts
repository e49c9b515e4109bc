import type { Dialect } from '../../../core/measure/dialect.ts'

type Common = Pick<
  Dialect,
  | 'instant'
  | 'timestampWord'
  | 'local'
  | 'truncated'
  | 'noTime'
  | 'sinceEpoch'
  | 'exact'
  | 'unmerged'
  | 'distinctRows'
  | 'ranksQuantiles'
  | 'groupingSets'
  | 'spell'
  | 'unpadded'
>

/** What DuckDB, PostgreSQL and Redshift spell alike. */
export const commonDialect: Common = {
  instant: (iso, kind) => {
    if (kind === 'date') return `DATE '${iso.slice(0, 10)}'`
    const text = iso.slice(0, 19).replace('T', ' ')
    return kind === 'timestamptz' ? `TIMESTAMPTZ '${text}+00'` : `TIMESTAMP '${text}'`
  },
  timestampWord: 'TIMESTAMP',
  local: (column, kind, { zone }) => {
    if (kind === 'date') return `CAST(${column} AS timestamp)`
    if (kind === 'timestamptz') return `(${column} AT TIME ZONE '${zone}')`
    return zone === 'UTC' ? column : `((${column} AT TIME ZONE 'UTC') AT TIME ZONE '${zone}')`
  },
  truncated: (unit, timestamp) => `date_trunc('${unit}', ${timestamp})`,
  noTime: 'CAST(NULL AS timestamp)',
  sinceEpoch: seconds => `(TIMESTAMP '1970-01-01 00:00:00' + (${seconds}) * INTERVAL '1 second')`,
  exact: text => text,
  unmerged: '',
  distinctRows: expressions => `count(DISTINCT (${expressions.join(', ')}))`,
  ranksQuantiles: false,
  groupingSets: true,
  unpadded: text => `trim(LEADING '0' FROM ${text})`,
  spell: query => query,
}

/** The expression in the rows where the condition holds, null in the others. */
export const onlyWhere = (expression: string, where: string | null) =>
  where === null ? expression : `CASE WHEN ${where} THEN ${expression} END`
