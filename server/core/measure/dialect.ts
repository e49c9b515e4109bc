import type { ColumnKind } from '../dataset/table.ts'
import type { DialectName } from '../ports/queryGuard.ts'
import type { Clock } from '../shared/clock.ts'

/** SQL text. */
export type Sql = string

/** How one kind of data source spells what our measures need: small pure functions from SQL text to SQL text. */
export type Dialect = {
  readonly name: DialectName
  /** The schema that an unqualified table name means. */
  readonly defaultSchema: string
  /** The instant (ISO 8601 UTC) as a literal comparable with a time column of that kind without converting the column, so that partitions are pruned. */
  readonly instant: (iso: string, kind: ColumnKind) => Sql
  /** The word before the literal of a timestamp without zone. */
  readonly timestampWord: Sql
  /** The time column as a local timestamp of the clock's zone. Columns without a zone are read as UTC. */
  readonly local: (column: Sql, kind: ColumnKind, clock: Clock) => Sql
  /** The beginning of a timestamp's hour or day, as a timestamp. */
  readonly truncated: (unit: 'hour' | 'day', timestamp: Sql) => Sql
  /** NULL as a timestamp. */
  readonly noTime: Sql
  readonly number: (expression: Sql) => Sql
  readonly text: (expression: Sql) => Sql
  /** Seconds since 1970 of a time column of that kind, with fractions. */
  readonly epoch: (column: Sql, kind: ColumnKind) => Sql
  /** The timestamp without zone, in UTC, of so many whole seconds since 1970. */
  readonly sinceEpoch: (seconds: Sql) => Sql
  /**
   * The timestamp without zone, in UTC, that a text in ISO 8601 tells; NULL where it tells no time. An hour without offset is in UTC, a day without hour begins by the clock.
   * Never breaks off.
   */
  readonly readTime: (text: Sql, clock: Clock) => Sql
  /** What ends a derived table that the planner would else merge with the query around it, and compute anew at every mention; empty where that is its own affair. */
  readonly unmerged: Sql
  /** The text of a column of fixed width, without the blanks that fill it. */
  readonly unfilled: (column: Sql) => Sql
  /** Text that is compared letter by letter, whatever the collation of its column. */
  readonly exact: (text: Sql) => Sql
  /** The p-quantile of the expression over the group. */
  readonly quantile: (expression: Sql, p: number) => Sql
  /** Whether rows must be ranked before their quantiles can be told; see `withRanks`. */
  readonly ranksQuantiles: boolean
  /**
   * Distinct values, of the rows where the condition holds if there is one, in a query that counts `counts` such in a table of about `rows`; within a few per cent where the data
   * source counts so, else exact.
   */
  readonly distinct: (
    expression: Sql,
    options: { readonly where: Sql | null; readonly counts: number; readonly rows: number | null },
  ) => Sql
  /** Distinct combinations of these expressions, exact; NULL is a value like others. */
  readonly distinctRows: (expressions: readonly Sql[]) => Sql
  /** Whether it has GROUPING SETS. */
  readonly groupingSets: boolean
  /** Whether the text matches a regular expression (the common subset of RE2 and POSIX). */
  readonly matches: (expression: Sql, pattern: string) => Sql
  /** The text without the zeros it begins with. */
  readonly unpadded: (text: Sql) => Sql
  /** The text of a whole query by the engine's own rules of quoting: our planner writes "names" and 'texts' as standard SQL does, with plain backslashes. */
  readonly spell: (query: Sql) => Sql
}
