import type { Dialect, Sql } from './dialect.ts'

/** The text of a pass grows with its columns. */
const mostInOnePass = 30

/** Aggregates of a relation by each of its text columns by itself. */
export type GroupedByEach = {
  readonly from: Sql
  readonly columns: readonly Sql[]
  readonly aggregates: readonly Sql[]
}

const onePass = ({ from, columns, aggregates }: GroupedByEach, first: number): Sql => {
  // The column that is grouped by; BigQuery's GROUPING takes one at a time.
  const index = columns.map((column, at) => `WHEN GROUPING(${column}) = 0 THEN ${first + at}`).join(' ')
  const value = columns.length === 1 ? columns[0] : `coalesce(${columns.join(', ')})`
  return (
    `SELECT CASE ${index} END AS g, ${[`${value} AS v`, ...aggregates].join(', ')} ` +
    `FROM ${from} GROUP BY GROUPING SETS (${columns.map(column => `(${column})`).join(', ')})`
  )
}

const oneColumn = ({ from, columns, aggregates }: GroupedByEach, first: number): Sql =>
  `SELECT ${[`${first} AS g`, `${columns[0]} AS v`, ...aggregates].join(', ')} FROM ${from} GROUP BY ${columns[0]}`

/** Rows of `g`, the index of the column, and `v`, its value: one pass for many columns where the data source has GROUPING SETS. */
export const groupedByEach = (query: GroupedByEach, dialect: Dialect): Sql => {
  const size = dialect.groupingSets ? mostInOnePass : 1
  const parts = Array.from({ length: Math.ceil(query.columns.length / size) }, (_, index) => index * size)
  const part = dialect.groupingSets ? onePass : oneColumn
  return parts
    .map(first => part({ ...query, columns: query.columns.slice(first, first + size) }, first))
    .join(' UNION ALL ')
}
