import type { Dialect } from '../../core/measure/dialect.ts'
import { postgresDialect } from './postgresDialect.ts'

/**
 * Redshift's spelling of our measures: PostgreSQL 8's grammar without FILTER, without GROUPING SETS in clusters that were not updated, and with one ORDER BY
 * for all quantiles of a query, so that rows are ranked instead. Rows are not compared, but told apart by the texts of their columns with their lengths.
 */
export const redshiftDialect: Dialect = {
  ...postgresDialect,
  name: 'redshift',
  quantile: () => {
    throw new Error('Redshift has no quantiles of several columns; see withRanks.')
  },
  unmerged: '',
  ranksQuantiles: true,
  groupingSets: false,
  unfilled: column => `CAST(${column} AS varchar)`,
  text: expression => `CAST(${expression} AS varchar)`,
  distinctRows: expressions =>
    `count(DISTINCT ${expressions
      .map(value => {
        const text = `CAST(${value} AS varchar)`
        return `coalesce(CAST(length(${text}) AS varchar) || ':' || ${text}, '-')`
      })
      .join(' || ')})`,
}
