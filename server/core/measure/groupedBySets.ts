import type { Dialect, Sql } from './dialect.ts'

/** Aggregates of a relation, by several sets of its columns at once. `mark` names a column that tells the sets apart as GROUPING() does. */
export type GroupedBySets = {
  readonly from: Sql
  readonly columns: readonly Sql[]
  readonly sets: readonly (readonly Sql[])[]
  readonly aggregates: readonly Sql[]
  readonly mark: Sql | null
}

/** NULL of the type that the column has. */
const absent = (column: Sql) => `min(CASE WHEN 1 = 0 THEN ${column} END) AS ${column}`

/** One pass where the data source has GROUPING SETS, else one SELECT for each set. */
export const groupedBySets = ({ from, columns, sets, aggregates, mark }: GroupedBySets, dialect: Dialect): Sql => {
  if (dialect.groupingSets) {
    const marked = mark === null ? [] : [`GROUPING(${columns.join(', ')}) AS ${mark}`]
    return `SELECT ${[...marked, ...columns, ...aggregates].join(', ')} FROM ${from} GROUP BY GROUPING SETS (${sets.map(set => `(${set.join(', ')})`).join(', ')})`
  }
  return sets.map(set => {
    const code = columns.reduce((bits, column) => bits * 2 + (set.includes(column) ? 0 : 1), 0)
    const marked = mark === null ? [] : [`${code} AS ${mark}`]
    const own = columns.map(column => set.includes(column) ? column : absent(column))
    return `SELECT ${[...marked, ...own, ...aggregates].join(', ')} FROM ${from}${set.length > 0 ? ` GROUP BY ${set.join(', ')}` : ''}`
  }).join(' UNION ALL ')
}
