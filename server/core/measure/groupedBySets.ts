import type { Dialect, Sql } from './dialect.ts'

/** Aggregates of a relation, by several sets of its columns at once. */
export type GroupedBySets = {
  readonly from: Sql
  readonly columns: readonly Sql[]
  readonly sets: readonly (readonly Sql[])[]
  readonly aggregates: readonly Sql[]
}

/** NULL of the type that the column has. */
const absent = (column: Sql) => `min(CASE WHEN 1 = 0 THEN ${column} END) AS ${column}`

/** One pass where the data source has GROUPING SETS, else one SELECT for each set. */
export const groupedBySets = ({ from, columns, sets, aggregates }: GroupedBySets, dialect: Dialect): Sql => {
  if (dialect.groupingSets) {
    return `SELECT ${[...columns, ...aggregates].join(', ')} FROM ${from} GROUP BY GROUPING SETS (${sets.map(set => `(${set.join(', ')})`).join(', ')})`
  }
  return sets
    .map(set => {
      const own = columns.map(column => (set.includes(column) ? column : absent(column)))
      return `SELECT ${[...own, ...aggregates].join(', ')} FROM ${from}${set.length > 0 ? ` GROUP BY ${set.join(', ')}` : ''}`
    })
    .join(' UNION ALL ')
}
